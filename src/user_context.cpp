#include "mfa/user_context.hpp"

#include <algorithm>
#include <vector>

#include "mfa/errors.hpp"

namespace mfa {

// A request keeps a handful of entries: a vector is smaller than a map and as quick.
struct UserContext::State {
  const Auth* auth = nullptr;
  const Request* request = nullptr;
  std::vector<std::pair<std::string, std::any>> entries{};
};

UserContext::UserContext() : state_{std::make_shared<State>()} {}
UserContext::~UserContext() = default;
UserContext::UserContext(const UserContext&) noexcept = default;
// A moved-from context stays usable, as a copy: overrides hand their input on and may still look at it.
UserContext::UserContext(UserContext&& other) noexcept : state_{other.state_} {}
UserContext& UserContext::operator=(const UserContext&) noexcept = default;
UserContext& UserContext::operator=(UserContext&& other) noexcept {
  state_ = other.state_;
  return *this;
}

UserContext::UserContext(const Auth& auth, const Request* request)
    : state_{std::make_shared<State>(State{&auth, request, {}})} {}

void UserContext::erase(std::string_view key) const {
  std::erase_if(state_->entries, [key](const auto& entry) { return entry.first == key; });
}

const Auth& UserContext::auth() const {
  if (state_->auth == nullptr) throw Error{"this UserContext belongs to no Auth yet"};
  return *state_->auth;
}

const Request* UserContext::request() const noexcept { return state_->request; }

void UserContext::bind(const Auth& auth, const Request* request) const {
  if (state_->auth == nullptr) state_->auth = &auth;
  if (state_->auth != &auth) throw Error{"this UserContext belongs to another Auth"};
  if (state_->request == nullptr) state_->request = request;
}

void UserContext::put(std::string_view key, std::any value) const {
  for (auto& entry : state_->entries) {
    if (entry.first != key) continue;
    entry.second = std::move(value);
    return;
  }
  state_->entries.emplace_back(std::string{key}, std::move(value));
}

const std::any* UserContext::find(std::string_view key) const noexcept {
  const auto found =
      std::ranges::find_if(state_->entries, [key](const auto& entry) { return entry.first == key; });
  return found == state_->entries.end() ? nullptr : &found->second;
}

}  // namespace mfa
