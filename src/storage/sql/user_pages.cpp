// Lists of users: pages, searches, counts.
#include <limits>

#include "storage/sql/columns.hpp"
#include "storage/sql/users.hpp"

namespace mfa::sql {
namespace {

using Order = UserPageQuery::Order;

// ",emailpassword,passwordless,": a list that a statement can look into with `replace`, which every engine
// has.
std::string listColumn(const std::vector<std::string>& recipeIds) {
  std::string column;
  for (const auto& recipeId : recipeIds) column += (column.empty() ? "," : "") + recipeId + ",";
  return column;
}

// A page without a beginning starts before, or behind, everybody: the statement stays a range of the index.
UserPageQuery::Position beginningOf(const UserPageQuery& query) {
  if (query.from) return *query.from;
  using Limits = std::numeric_limits<UnixMillis>;
  const bool oldestFirst = query.order == Order::OldestFirst;
  return {.timeJoined = fromUnixMillis(oldestFirst ? Limits::min() : Limits::max()), .userId = {}};
}

std::optional<std::string> endOf(const std::optional<std::string>& prefix) {
  if (!prefix) return std::nullopt;
  return endOfPrefix(*prefix);
}

std::optional<std::string> thirdPartyPrefix(const UserPageQuery& query) {
  if (!query.thirdPartyId) return std::nullopt;
  return contactValueOf({.id = *query.thirdPartyId, .userId = {}});
}

}  // namespace

std::vector<User> Users::list(const UserPageQuery& query) {
  if (query.emailPrefix || query.phonePrefix || query.thirdPartyId) return search(query);
  const auto recipeIds = listColumn(query.includeRecipeIds);
  const auto from = beginningOf(query);
  if (query.order == Order::OldestFirst)
    return usersOf(
        db_.query("SELECT u.user_id FROM mfa_users u WHERE (u.time_joined, u.user_id) >= ($3, $4) "
                  "AND EXISTS (SELECT 1 FROM mfa_login_methods m "
                  "JOIN mfa_login_method_tenants t ON t.recipe_user_id = m.recipe_user_id "
                  "WHERE m.user_id = u.user_id AND t.tenant_id = $1 "
                  "AND ($2 = '' OR replace($2, ',' || m.recipe_id || ',', '') <> $2)) "
                  "ORDER BY u.time_joined, u.user_id LIMIT $5",
                  {query.tenantId, recipeIds, from.timeJoined, from.userId, query.limit}));
  return usersOf(
      db_.query("SELECT u.user_id FROM mfa_users u WHERE (u.time_joined, u.user_id) <= ($3, $4) "
                "AND EXISTS (SELECT 1 FROM mfa_login_methods m "
                "JOIN mfa_login_method_tenants t ON t.recipe_user_id = m.recipe_user_id "
                "WHERE m.user_id = u.user_id AND t.tenant_id = $1 "
                "AND ($2 = '' OR replace($2, ',' || m.recipe_id || ',', '') <> $2)) "
                "ORDER BY u.time_joined DESC, u.user_id DESC LIMIT $5",
                {query.tenantId, recipeIds, from.timeJoined, from.userId, query.limit}));
}

// Starts from the contacts that match, not from the users. What is not looked for is null, and matches
// nothing.
std::vector<User> Users::search(const UserPageQuery& query) {
  const auto thirdParty = thirdPartyPrefix(query);
  const auto wanted =
      int{query.emailPrefix.has_value()} + int{query.phonePrefix.has_value()} + int{thirdParty.has_value()};
  const auto from = beginningOf(query);
  return usersOf(db_.query(
      "SELECT u.user_id FROM mfa_users u WHERE u.user_id IN "
      "(SELECT m.user_id FROM mfa_contacts c "
      "JOIN mfa_login_methods m ON m.recipe_user_id = c.recipe_user_id WHERE "
      "(c.tenant_id = $1 AND c.kind = 'email' AND c.value >= $2 AND c.value < $3) OR "
      "(c.tenant_id = $1 AND c.kind = 'phone' AND c.value >= $4 AND c.value < $5) OR "
      "(c.tenant_id = $1 AND c.kind = 'thirdparty' AND c.value >= $6 AND c.value < $7) "
      "GROUP BY m.user_id HAVING count(DISTINCT c.kind) = $8) "
      "AND EXISTS (SELECT 1 FROM mfa_login_methods m "
      "JOIN mfa_login_method_tenants t ON t.recipe_user_id = m.recipe_user_id "
      "WHERE m.user_id = u.user_id AND t.tenant_id = $1 "
      "AND ($9 = '' OR replace($9, ',' || m.recipe_id || ',', '') <> $9)) "
      "AND (($10 = 'oldest' AND (u.time_joined, u.user_id) >= ($11, $12)) "
      "OR ($10 = 'newest' AND (u.time_joined, u.user_id) <= ($11, $12))) "
      "ORDER BY CASE $10 WHEN 'oldest' THEN u.time_joined END, "
      "CASE $10 WHEN 'oldest' THEN u.user_id END, "
      "u.time_joined DESC, u.user_id DESC LIMIT $13",
      {query.tenantId, query.emailPrefix, endOf(query.emailPrefix), query.phonePrefix,
       endOf(query.phonePrefix), thirdParty, endOf(thirdParty), wanted, listColumn(query.includeRecipeIds),
       query.order == Order::OldestFirst ? "oldest" : "newest", from.timeJoined, from.userId, query.limit}));
}

std::int64_t Users::count(const std::vector<std::string>& recipeIds,
                          const std::optional<std::string>& tenantId) {
  if (recipeIds.empty() && !tenantId) {
    auto rows = db_.query("SELECT count(*) FROM mfa_users", {});
    return Fields{rows.at(0)}.integer();
  }
  auto rows = db_.query(
      "SELECT count(DISTINCT m.user_id) FROM mfa_login_methods m WHERE "
      "($1 = '' OR replace($1, ',' || m.recipe_id || ',', '') <> $1) "
      "AND (CAST($2 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM mfa_login_method_tenants t "
      "WHERE t.recipe_user_id = m.recipe_user_id AND t.tenant_id = $2))",
      {listColumn(recipeIds), tenantId});
  return Fields{rows.at(0)}.integer();
}

}  // namespace mfa::sql
