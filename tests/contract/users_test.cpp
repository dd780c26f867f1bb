#include "crypto/encoding.hpp"
#include "support/made_up_recipe.hpp"

using namespace mfa;
using namespace std::chrono_literals;

namespace {

class Users {
 public:
  Users() : storage_{sqlite::open(":memory:")}, auth_{configOf(storage_, events_)} {}

  void add(const std::string& id, UnixMillis joined, LoginMethod method) {
    method.recipeUserId = id;
    method.timeJoined = fromUnixMillis(joined);
    storage_->transact([&](Transaction& tx) {
      REQUIRE(tx.users().insertUnique({.tenantId = "public", .loginMethod = method}) == Insert::Done);
    });
  }
  void addEmail(const std::string& id, UnixMillis joined, const std::string& email) {
    add(id, joined, {.recipeId = "emailpassword", .email = email});
  }
  void addPhone(const std::string& id, UnixMillis joined, const std::string& phoneNumber) {
    add(id, joined, {.recipeId = "passwordless", .verified = true, .phoneNumber = phoneNumber});
  }

  [[nodiscard]] const Auth& auth() const { return auth_; }
  [[nodiscard]] Storage& storage() { return *storage_; }
  [[nodiscard]] const std::vector<Event>& events() const { return *events_; }

 private:
  static Config configOf(const std::shared_ptr<Storage>& storage,
                         const std::shared_ptr<std::vector<Event>>& events) {
    auto config = test::plainConfig({});
    config.storage = storage;
    config.onEvent = [events](const Event& event) { events->push_back(event); };
    return config;
  }

  std::shared_ptr<Storage> storage_;
  std::shared_ptr<std::vector<Event>> events_ = std::make_shared<std::vector<Event>>();
  Auth auth_;
};

std::string idsOf(const std::vector<User>& users) {
  std::string ids;
  for (const auto& user : users) ids += (ids.empty() ? "" : " ") + user.id;
  return ids;
}

}  // namespace

TEST_CASE("a user is found by id and nobody by another", "[contract][users]") {
  Users world;
  world.addEmail("u1", 1, "ada@acme.example");
  CHECK(world.auth().getUser("u1")->emails == std::vector<std::string>{"ada@acme.example"});
  CHECK_FALSE(world.auth().getUser("u2"));
  CHECK_FALSE(world.auth().getUser(""));
}

TEST_CASE("users are listed in pages by the time they joined and then by id", "[contract][users]") {
  Users world;
  world.addEmail("c", 1, "c@acme.example");
  world.addEmail("b", 2, "b@acme.example");
  world.addEmail("a", 2, "a@acme.example");
  world.addEmail("d", 3, "d@acme.example");

  std::string oldest;
  UserQuery query{.limit = 2};
  for (int page = 0; page < 3; ++page) {
    const auto read = world.auth().getUsersOldestFirst(query);
    oldest += "[" + idsOf(read.users) + "]";
    query.paginationToken = read.nextPaginationToken;
    if (!query.paginationToken) break;
  }
  CHECK(oldest == "[c a][b d]");
  CHECK(idsOf(world.auth().getUsersNewestFirst().users) == "d b a c");
  const auto first = world.auth().getUsersNewestFirst({.limit = 3});
  CHECK(idsOf(first.users) == "d b a");
  CHECK(idsOf(world.auth()
                  .getUsersNewestFirst({.limit = 3, .paginationToken = first.nextPaginationToken})
                  .users) == "c");
}

TEST_CASE("the pagination token names the first user of the next page", "[contract][users]") {
  Users world;
  world.addEmail("a", 1, "a@acme.example");
  world.addEmail("b", 2, "b@acme.example");
  CHECK(world.auth().getUsersOldestFirst({.limit = 1}).nextPaginationToken == crypto::base64("b;2"));
  CHECK_FALSE(world.auth().getUsersOldestFirst({.limit = 2}).nextPaginationToken);
}

TEST_CASE("a pagination token or limit that cannot be is refused", "[contract][users]") {
  const Users world;
  const auto list = [&world](const std::string& token) {
    (void)world.auth().getUsersOldestFirst({.paginationToken = token});
  };
  for (const auto& token :
       {std::string{}, std::string{"x"}, crypto::base64("a"), crypto::base64("a;"), crypto::base64(";1"),
        crypto::base64("a;x"), crypto::base64("a;1x"), crypto::base64("a;99999999999999999999")})
    CHECK_THROWS_AS(list(token), BadInputError);
  CHECK_THROWS_AS(world.auth().getUsersOldestFirst({.limit = 0}), BadInputError);
  CHECK_THROWS_AS(world.auth().getUsersOldestFirst({.limit = 501}), BadInputError);
  CHECK_NOTHROW(world.auth().getUsersOldestFirst({.limit = 500}));
}

TEST_CASE("a search finds by prefix and by recipe and does not paginate", "[contract][users]") {
  Users world;
  world.addEmail("a", 1, "ada@acme.example");
  world.addEmail("b", 2, "adam@acme.example");
  world.addEmail("c", 3, "bob@acme.example");
  world.addPhone("d", 4, "+12015550123");
  const auto found = world.auth().getUsersOldestFirst({.limit = 1, .search = {.email = " ADA"}});
  CHECK(idsOf(found.users) == "a");
  CHECK_FALSE(found.nextPaginationToken);
  CHECK(idsOf(world.auth().getUsersOldestFirst({.search = {.email = "ada"}}).users) == "a b");
  CHECK(idsOf(world.auth().getUsersOldestFirst({.search = {.phoneNumber = "+1201"}}).users) == "d");
  CHECK(idsOf(world.auth().getUsersOldestFirst({.includeRecipeIds = {"passwordless"}}).users) == "d");
}

TEST_CASE("users are found by contact in any spelling all or any of them matching", "[contract][users]") {
  Users world;
  world.add("a", 1, {.recipeId = "passwordless", .email = "ada@acme.example", .phoneNumber = "+12015550123"});
  world.addEmail("b", 2, "ada@acme.example");
  world.add(
      "c", 3,
      {.recipeId = "thirdparty", .email = "c@acme.example", .thirdParty = ThirdPartyInfo{"google", "1"}});
  const auto find = [&world](const AccountInfo& info, bool isUnion) {
    return idsOf(world.auth().listUsersByAccountInfo("public", info, isUnion));
  };
  CHECK(find({.email = " Ada@ACME.example"}, false) == "a b");
  CHECK(find({.email = "ada@acme.example", .phoneNumber = "+1 201 555 0123"}, false) == "a");
  CHECK(find({.email = "ada@acme.example", .phoneNumber = "+12015550123"}, true) == "a b");
  CHECK(find({.phoneNumber = "+12015550123", .thirdParty = ThirdPartyInfo{"google", "1"}}, true) == "a c");
  CHECK(find({.thirdParty = ThirdPartyInfo{"google", "2"}}, true).empty());
  CHECK(find({}, true).empty());
  CHECK(idsOf(world.auth().listUsersByAccountInfo("other", {.email = "ada@acme.example"})).empty());
}

TEST_CASE("users are counted by recipe and tenant", "[contract][users]") {
  Users world;
  world.addEmail("a", 1, "ada@acme.example");
  world.addPhone("b", 2, "+12015550123");
  CHECK(world.auth().getUserCount() == 2);
  CHECK(world.auth().getUserCount({"passwordless"}) == 1);
  CHECK(world.auth().getUserCount({"thirdparty"}) == 0);
  CHECK(world.auth().getUserCount({}, "public") == 2);
  CHECK(world.auth().getUserCount({}, "other") == 0);
}

TEST_CASE("a deleted user leaves nothing behind", "[contract][users]") {
  Users world;
  const auto now = fromUnixMillis(1'893'499'200'000);
  const Contact phone{ContactKind::Phone, "+12015550123"};
  world.addEmail("a", 1, "ada@acme.example");
  world.addPhone("b", 2, phone.value);
  world.storage().transact([&](Transaction& tx) {
    REQUIRE(tx.sessions().insertUnique({.sessionHandle = "s1",
                                        .userId = "a",
                                        .recipeUserId = "a",
                                        .tenantId = "public",
                                        .refreshTokenHash2 = "h1",
                                        .createdAt = now,
                                        .expiresAt = now + 1h}) == Insert::Done);
    REQUIRE(tx.factors().enrolFirstOrCompare({"a", "otp-phone", phone, "code", now}) == Enrolment::Enrolled);
    REQUIRE(tx.codes().replaceDevice({.preAuthSessionId = "d1",
                                      .tenantId = "public",
                                      .contact = phone,
                                      .purpose = CodePurpose::CompleteSession,
                                      .sessionHandle = "s1",
                                      .accountId = "a",
                                      .linkCodeSalt = "salt",
                                      .createdAt = now},
                                     {"c1", "d1", "hash", now, now + 5min}) == Insert::Done);
    tx.metadata().merge("a", {{"x", 1}});
  });

  world.auth().deleteUser("a");

  CHECK_FALSE(world.auth().getUser("a"));
  CHECK(world.auth().getUser("b"));
  CHECK(idsOf(world.auth().listUsersByAccountInfo("public", {.email = "ada@acme.example"})).empty());
  world.storage().read([&](Transaction& tx) {
    CHECK_FALSE(tx.sessions().find("s1", now));
    CHECK(tx.factors().list("a").empty());
    CHECK_FALSE(tx.codes().findDevice("d1"));
    CHECK(tx.metadata().get("a").empty());
  });
  REQUIRE(world.events().size() == 1);
  CHECK(world.events()[0].type == EventType::UserDeleted);
  CHECK(world.events()[0].userId == "a");
}

TEST_CASE("deleting an unknown user is no error and no event", "[contract][users]") {
  const Users world;
  CHECK_NOTHROW(world.auth().deleteUser("nobody"));
  CHECK(world.events().empty());
}

TEST_CASE("housekeeping removes what is expired in steps and says when there is more", "[contract][users]") {
  Users world;
  const auto past = fromUnixMillis(1'000);
  world.storage().transact([&](Transaction& tx) {
    for (int i = 0; i < 250; ++i)
      REQUIRE(tx.sessions().insertUnique({.sessionHandle = "s" + std::to_string(i),
                                          .userId = "a",
                                          .recipeUserId = "a",
                                          .tenantId = "public",
                                          .refreshTokenHash2 = "h" + std::to_string(i),
                                          .createdAt = past,
                                          .expiresAt = past + 1s}) == Insert::Done);
  });
  CHECK(world.auth().housekeep());
  CHECK_FALSE(world.auth().housekeep());
  world.storage().read([&](Transaction& tx) { CHECK_FALSE(tx.sessions().find("s0", past)); });
}
