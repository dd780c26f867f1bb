#include <catch2/catch.hpp>
#include <latch>
#include <thread>

#include "contract/password_server.hpp"
#include "credential_change.hpp"

using namespace mfa;
using namespace mfa::test;
using emailpassword::ChangePassword;

namespace {

const std::string kNewPassword = "battery staple 2";

ChangePassword::Result change(PasswordServer& server, const SessionPtr& session, const std::string& current,
                              const std::string& next = kNewPassword) {
  return server.passwords().changePassword(
      {.session = session, .currentPassword = current, .newPassword = next});
}

void addDevice(Storage& storage, const std::string& id, const std::string& account,
               const std::string& session) {
  const CodeDevice device{.preAuthSessionId = id,
                          .tenantId = kPublicTenant,
                          .contact = {ContactKind::Phone, "+1201555012" + id},
                          .purpose = CodePurpose::CompleteSession,
                          .sessionHandle = session,
                          .accountId = account,
                          .linkCodeSalt = "salt"};
  const Code code{.codeId = "c" + id,
                  .preAuthSessionId = id,
                  .codeHash = "h" + id,
                  .expiresAt = fromUnixMillis(4'000'000'000'000)};
  REQUIRE(storage.transact([&](Transaction& tx) { return tx.codes().replaceDevice(device, code); }) ==
          Insert::Done);
}

/// A code that somebody without a session has asked for.
void addSignInDevice(Storage& storage, const std::string& id, const Contact& contact) {
  const CodeDevice device{
      .preAuthSessionId = id, .tenantId = kPublicTenant, .contact = contact, .linkCodeSalt = "salt"};
  const Code code{.codeId = "c" + id,
                  .preAuthSessionId = id,
                  .codeHash = "h" + id,
                  .expiresAt = fromUnixMillis(4'000'000'000'000)};
  REQUIRE(storage.transact([&](Transaction& tx) { return tx.codes().replaceDevice(device, code); }) ==
          Insert::Done);
}

bool hasDevice(Storage& storage, const std::string& id) {
  return storage.read([&](Transaction& tx) { return tx.codes().findDevice(id).has_value(); });
}

}  // namespace

TEST_CASE("a signed-in user changes the password and the other sessions end",
          "[contract][emailpassword][change]") {
  PasswordServer server;
  auto mine = server.signedUp("ada@example.com");
  auto other = server.browser();
  REQUIRE(other.signIn("ada@example.com", kGoodPassword).outcome() == "OK");
  auto stranger = server.signedUp("bob@example.com");
  const auto otherHandle = other.session()->getHandle();

  const auto result = change(server, mine.session(), kGoodPassword);
  REQUIRE(ok(result) != nullptr);
  CHECK(ok(result)->revokedSessionHandles == std::vector{otherHandle});
  CHECK(mine.protectedRoute().status == 200);
  CHECK(other.protectedRoute().status == 401);
  CHECK(other.refresh().status == 401);
  CHECK(stranger.protectedRoute().status == 200);

  auto page = server.browser();
  CHECK(page.signIn("ada@example.com", kGoodPassword).outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(page.signIn("ada@example.com", kNewPassword).outcome() == "OK");
  CHECK(server.count(EventType::PasswordChanged) == 1);
  CHECK(server.count(EventType::SessionRevoked, "password_changed") == 1);
}

TEST_CASE("a changed password voids the codes on their way for the user and nobody else's",
          "[contract][emailpassword][change]") {
  PasswordServer server;
  auto mine = server.signedUp("ada@example.com");
  auto other = server.browser();
  REQUIRE(other.signIn("ada@example.com", kGoodPassword).outcome() == "OK");
  const auto session = mine.session();
  addDevice(server.storage(), "1", session->getUserId(), session->getHandle());
  addDevice(server.storage(), "2", session->getUserId(), other.session()->getHandle());
  addDevice(server.storage(), "3", "somebody else", "another session");
  // The address of a password is nobody's for certain: whoever waits for a code there may be its owner.
  addSignInDevice(server.storage(), "4", {ContactKind::Email, "ada@example.com"});
  REQUIRE(ok(change(server, session, kGoodPassword)));
  for (const auto* gone : {"1", "2"}) CHECK_FALSE(hasDevice(server.storage(), gone));
  for (const auto* kept : {"3", "4"}) CHECK(hasDevice(server.storage(), kept));
}

TEST_CASE("the codes that sign in by a method are those to its contact whoever has asked for them",
          "[contract][emailpassword][change]") {
  PasswordServer server;
  const Contact phone{ContactKind::Phone, "+12015550123"};
  addSignInDevice(server.storage(), "1", phone);
  addSignInDevice(server.storage(), "2", {ContactKind::Phone, "+12015550188"});
  // To the same phone, under a session of somebody else's: without an override it signs in as the user.
  addDevice(server.storage(), "3", "somebody else", "another session");
  server.storage().transact([&](Transaction& tx) {
    removeSignInCodes(tx,
                      {.recipeId = "passwordless", .tenantIds = {kPublicTenant}, .phoneNumber = phone.value});
  });
  CHECK_FALSE(hasDevice(server.storage(), "1"));
  CHECK(hasDevice(server.storage(), "2"));
  CHECK_FALSE(hasDevice(server.storage(), "3"));
}

TEST_CASE("a wrong current password changes nothing and draws from the budget of sign-in",
          "[contract][emailpassword][change]") {
  PasswordServer server;
  auto page = server.signedUp("ada@example.com");
  const auto before = server.hashOf("ada@example.com");
  for (int i = 0; i < 5; ++i)
    CHECK(std::holds_alternative<emailpassword::WrongCredentialsError>(
        change(server, page.session(), "wrong")));
  CHECK(std::holds_alternative<GeneralError>(change(server, page.session(), kGoodPassword)));
  CHECK(server.hashOf("ada@example.com") == before);
  CHECK(page.protectedRoute().status == 200);
}

TEST_CASE("a new password that the policy refuses is told before anything is compared",
          "[contract][emailpassword][change]") {
  PasswordServer server;
  auto page = server.signedUp("ada@example.com");
  const auto result = change(server, page.session(), "wrong", "short1");
  const auto* violated = std::get_if<emailpassword::PasswordPolicyViolatedError>(&result);
  REQUIRE(violated != nullptr);
  CHECK(violated->failureReason == "Password must contain at least 8 characters, including a number");
  CHECK(std::holds_alternative<emailpassword::PasswordPolicyViolatedError>(
      change(server, page.session(), kGoodPassword, "")));
  CHECK(server.count(EventType::SignInRefused, "wrong_password") == 0);
}

TEST_CASE("a session whose user has no password changes none", "[contract][emailpassword][change]") {
  PasswordServer server;
  const LoginMethod method{
      .recipeId = "passwordless", .recipeUserId = "phone user", .phoneNumber = "+12015550123"};
  REQUIRE(server.storage().transact([&](Transaction& tx) {
    return tx.users().insertUnique({kPublicTenant, method, std::nullopt});
  }) == Insert::Done);
  const auto session =
      server.auth().session().createNewSessionWithoutRequestResponse(kPublicTenant, "phone user");
  CHECK(std::holds_alternative<emailpassword::UnknownUserIdError>(change(server, session, kGoodPassword)));
}

TEST_CASE("a session that is gone changes no password", "[contract][emailpassword][change]") {
  PasswordServer server;
  auto page = server.signedUp("ada@example.com");
  const auto before = server.hashOf("ada@example.com");
  const auto session = page.session();
  // Another node has revoked it: this one has not heard of that.
  REQUIRE(server.storage().transact(
              [&](Transaction& tx) { return tx.sessions().revoke(session->getHandle()); }) == Update::Done);
  CHECK_THROWS_AS(change(server, session, kGoodPassword), UnauthorisedError);
  CHECK(server.hashOf("ada@example.com") == before);
}

TEST_CASE("of two changes at once one wins", "[contract][emailpassword][change][races]") {
  PasswordServer server;
  auto first = server.signedUp("ada@example.com");
  auto second = server.browser();
  REQUIRE(second.signIn("ada@example.com", kGoodPassword).outcome() == "OK");
  const std::vector sessions{first.session(), second.session()};
  std::atomic<int> changed = 0;
  std::latch start{2};
  std::vector<std::jthread> requests;
  for (const auto& session : sessions)
    requests.emplace_back([&, session] {
      start.arrive_and_wait();
      try {
        if (ok(change(server, session, kGoodPassword, "new password " + session->getHandle()))) ++changed;
      } catch (const UnauthorisedError&) {  // the other one has ended this session
      }
    });
  requests.clear();  // joins
  CHECK(changed == 1);
}

TEST_CASE("changing a password without a session is a mistake of the host",
          "[contract][emailpassword][change]") {
  PasswordServer server;
  CHECK_THROWS_AS(change(server, nullptr, kGoodPassword), Error);
}
