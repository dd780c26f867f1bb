// The kept events of an account: `Auth::events`.
#include <charconv>

#include "auth_impl.hpp"
#include "auth_page_token.hpp"
#include "mfa/errors.hpp"

namespace mfa {
namespace {

constexpr int kMaxPageSize = 500;

EventPageQuery::Position positionOf(const std::string& token) {
  const auto [time, id] = readPageToken(token);
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (failure != std::errc{} || end != id.data() + id.size())
    throw BadInputError{"the pagination token is not valid"};
  return {time, number};
}

EventPageQuery pageQuery(const std::string& userId, const EventQuery& query) {
  if (query.limit < 1 || query.limit > kMaxPageSize)
    throw BadInputError{"the limit of a page of events must lie between 1 and 500"};
  EventPageQuery page{.userId = userId, .limit = query.limit + 1};
  if (query.paginationToken) page.from = positionOf(*query.paginationToken);
  return page;
}

}  // namespace

EventPage Auth::events(const std::string& userId, const EventQuery& query,
                       const UserContext& userContext) const {
  userContext.bind(*this);
  const auto wanted = pageQuery(userId, query);
  auto stored = impl_->services.storage->read(
      [&wanted](Transaction& tx) { return tx.events().listNewestFirst(wanted); });
  EventPage page;
  if (stored.size() > static_cast<std::size_t>(query.limit)) {
    const auto& next = stored.back();
    page.nextPaginationToken = pageTokenOf({next.event.time, std::to_string(next.number)});
    stored.pop_back();
  }
  for (auto& [number, event] : stored) page.events.push_back(std::move(event));
  return page;
}

}  // namespace mfa
