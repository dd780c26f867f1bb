#include <algorithm>
#include <set>
#include <utility>

#include "auth_impl.hpp"
#include "auth_page_token.hpp"
#include "credential_change.hpp"
#include "http/text.hpp"
#include "identity/email_address.hpp"
#include "identity/phone_number.hpp"
#include "mfa/errors.hpp"
#include "observe/report.hpp"
#include "recipes/session/neighbours.hpp"

namespace mfa {
namespace {

constexpr int kMaxPageSize = 500;

std::string tokenOf(const User& user) { return pageTokenOf({user.timeJoined, user.id}); }

UserPageQuery::Position positionOf(const std::string& token) {
  auto position = readPageToken(token);
  return {position.time, std::move(position.id)};
}

bool isSearch(const AccountInfo& search) { return search.email || search.phoneNumber || search.thirdParty; }

UserPageQuery pageQuery(const UserQuery& query, UserPageQuery::Order order) {
  if (query.limit < 1 || query.limit > kMaxPageSize)
    throw BadInputError{"the limit of a page of users must lie between 1 and 500"};
  UserPageQuery page{.tenantId = query.tenantId,
                     .order = order,
                     .limit = query.limit + 1,
                     .includeRecipeIds = query.includeRecipeIds,
                     .phonePrefix = query.search.phoneNumber};
  if (query.paginationToken) page.from = positionOf(*query.paginationToken);
  if (query.search.email) page.emailPrefix = http::lower(http::trimmed(*query.search.email));
  if (query.search.thirdParty) page.thirdPartyId = query.search.thirdParty->id;
  return page;
}

UserPage readPage(Storage& storage, const UserQuery& query, UserPageQuery::Order order) {
  const auto page = pageQuery(query, order);
  UserPage read{.users = storage.read([&page](Transaction& tx) { return tx.users().list(page); })};
  const auto limit = static_cast<std::size_t>(query.limit);
  if (read.users.size() <= limit) return read;
  if (!isSearch(query.search)) read.nextPaginationToken = tokenOf(read.users[limit]);
  read.users.resize(limit);
  return read;
}

std::vector<Contact> contactsOf(const AccountInfo& info) {
  // What has no canonical form belongs to nobody, so it is looked for as it stands.
  std::vector<Contact> contacts;
  if (info.email) {
    const auto email = identity::EmailAddress::parse(*info.email);
    contacts.push_back({ContactKind::Email, email ? email->text() : *info.email});
  }
  if (info.phoneNumber) {
    const auto number = identity::PhoneNumber::parse(*info.phoneNumber);
    contacts.push_back({ContactKind::Phone, number ? number->e164() : *info.phoneNumber});
  }
  if (info.thirdParty)
    contacts.push_back({ContactKind::ThirdParty, info.thirdParty->id + "|" + info.thirdParty->userId});
  return contacts;
}

std::vector<User> combine(const std::vector<std::vector<User>>& found, bool isUnion) {
  std::vector<User> users;
  const auto has = [](const std::vector<User>& list, const User& user) {
    return std::ranges::find(list, user.id, &User::id) != list.end();
  };
  for (const auto& list : found)
    for (const auto& user : list) {
      const bool isInAll =
          std::ranges::all_of(found, [&](const std::vector<User>& other) { return has(other, user); });
      if ((isUnion || isInAll) && !has(users, user)) users.push_back(user);
    }
  std::ranges::sort(users, {}, [](const User& user) { return std::pair{user.timeJoined, user.id}; });
  return users;
}

void removeLoginMethod(Transaction& tx, const LoginMethod& method) {
  removeSignInCodes(tx, method);
  (void)tx.users().removeLoginMethod(method.recipeUserId);
}

/// What hangs on an id, whether a user has it or only a host's own rows know it. Returns the sessions that
/// died.
std::vector<std::string> removeAllOf(Transaction& tx, const std::string& id) {
  auto handles = tx.sessions().revokeAllForUser(id, std::nullopt, std::nullopt);
  tx.codes().removeDevicesOfAccount(id, std::nullopt);
  tx.factors().removeAll(id);
  tx.knownClients().removeAll(id);
  (void)tx.metadata().clear(id);
  tx.events().removeAll(id);
  return handles;
}

struct Deletion {
  std::vector<std::string> sessionHandles{};
  std::set<std::string> ids{};
  bool existed = false;
};

Deletion deleteAllOf(Transaction& tx, const std::string& userId) {
  Deletion deletion{.ids = {userId}};
  if (const auto user = tx.users().find(userId)) {
    deletion.existed = true;
    deletion.ids.insert(user->id);
    for (const auto& method : user->loginMethods) {
      deletion.ids.insert(method.recipeUserId);
      removeLoginMethod(tx, method);
    }
  }
  for (const auto& id : deletion.ids) {
    const auto handles = removeAllOf(tx, id);
    deletion.sessionHandles.insert(deletion.sessionHandles.end(), handles.begin(), handles.end());
  }
  return deletion;
}

}  // namespace

std::optional<User> Auth::getUser(const std::string& userId, const UserContext& userContext) const {
  userContext.bind(*this);
  return impl_->services.storage->read([&userId](Transaction& tx) { return tx.users().find(userId); });
}

UserPage Auth::getUsersOldestFirst(const UserQuery& query, const UserContext& userContext) const {
  userContext.bind(*this);
  return readPage(*impl_->services.storage, query, UserPageQuery::Order::OldestFirst);
}

UserPage Auth::getUsersNewestFirst(const UserQuery& query, const UserContext& userContext) const {
  userContext.bind(*this);
  return readPage(*impl_->services.storage, query, UserPageQuery::Order::NewestFirst);
}

std::vector<User> Auth::listUsersByAccountInfo(const std::string& tenantId, const AccountInfo& accountInfo,
                                               bool doUnionOfAccountInfo,
                                               const UserContext& userContext) const {
  userContext.bind(*this);
  const auto contacts = contactsOf(accountInfo);
  const auto found = impl_->services.storage->read([&](Transaction& tx) {
    std::vector<std::vector<User>> lists;
    lists.reserve(contacts.size());
    for (const auto& contact : contacts) lists.push_back(tx.users().listByContact(tenantId, contact));
    return lists;
  });
  return combine(found, doUnionOfAccountInfo);
}

std::int64_t Auth::getUserCount(const std::vector<std::string>& includeRecipeIds,
                                const std::optional<std::string>& tenantId,
                                const UserContext& userContext) const {
  userContext.bind(*this);
  return impl_->services.storage->read(
      [&](Transaction& tx) { return tx.users().count(includeRecipeIds, tenantId); });
}

void Auth::deleteUser(const std::string& userId, const UserContext& userContext) const {
  userContext.bind(*this);
  const auto& services = impl_->services;
  const auto deletion =
      observe::transact(services, userContext, [&userId](Transaction& tx, observe::Report& report) {
        auto done = deleteAllOf(tx, userId);
        if (done.existed) report.add({.type = EventType::UserDeleted, .userId = userId});
        return done;
      });
  if (services.session != nullptr) session::forgetSessions(*services.session, deletion.sessionHandles);
}

}  // namespace mfa
