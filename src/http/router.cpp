#include "http/router.hpp"

#include <algorithm>
#include <array>

#include "http/origin.hpp"
#include "http/text.hpp"
#include "mfa/user.hpp"

namespace mfa::http {
namespace {

struct Alias {
  std::string_view rid;
  std::string_view recipeId;
};

// Combined recipes and their parts find each other: a front end may be of another generation than the server.
constexpr std::array kAliases{
    Alias{"thirdpartyemailpassword", "thirdparty"},    Alias{"thirdpartyemailpassword", "emailpassword"},
    Alias{"thirdpartypasswordless", "thirdparty"},     Alias{"thirdpartypasswordless", "passwordless"},
    Alias{"emailpassword", "thirdpartyemailpassword"}, Alias{"thirdparty", "thirdpartyemailpassword"},
    Alias{"thirdparty", "thirdpartypasswordless"},     Alias{"passwordless", "thirdpartypasswordless"},
};

bool names(std::string_view rid, std::string_view recipeId) {
  return rid == recipeId || std::ranges::any_of(kAliases, [&](const Alias& alias) {
           return alias.rid == rid && alias.recipeId == recipeId;
         });
}

bool isTenantSegment(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-';
  });
}

}  // namespace

Router::Router(std::string basePath, std::vector<RecipeRoute> routes) : basePath_{std::move(basePath)} {
  for (auto& candidate : routes)
    if (candidate.route.handler) routes_.push_back(std::move(candidate));
}

template <class IsCandidate>
const RecipeRoute* Router::find(std::string_view method, std::string_view path,
                                const IsCandidate& isCandidate) const {
  const auto found = std::ranges::find_if(routes_, [&](const RecipeRoute& candidate) {
    return isCandidate(candidate.recipeId) && equalIgnoringCase(candidate.route.path, path) &&
           equalIgnoringCase(candidate.route.method, method);
  });
  return found == routes_.end() ? nullptr : &*found;
}

const RecipeRoute* Router::find(std::string_view method, std::string_view path, std::string_view rid) const {
  const auto* preferred =
      find(method, path, [rid](std::string_view recipeId) { return names(rid, recipeId); });
  if (preferred != nullptr) return preferred;
  return find(method, path, [](std::string_view) { return true; });
}

std::optional<Router::Match> Router::match(const Request& req) const {
  auto path = pathOf(req.target());
  if (!path.starts_with(basePath_)) return std::nullopt;
  path.remove_prefix(basePath_.size());
  if (!path.starts_with('/')) return std::nullopt;

  const auto method = req.method();
  const auto rid = trimmed(req.header("rid").value_or(""));
  if (const auto* found = find(method, path, rid)) return Match{found->route, kPublicTenant};

  const auto end = path.find('/', 1);
  if (end == std::string_view::npos || !isTenantSegment(path.substr(1, end - 1))) return std::nullopt;
  if (const auto* found = find(method, path.substr(end), rid))
    return Match{found->route, std::string{path.substr(1, end - 1)}};
  return std::nullopt;
}

}  // namespace mfa::http
