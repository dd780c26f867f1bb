// No secret is found again: not in the database, not in events, not in answers or exceptions.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "contract/passwordless_server.hpp"
#include "mfa/errors.hpp"
#include "support/temporary_directory.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

constexpr const char* kAda = "ada.lovelace@example.com";
constexpr const char* kWrongPassword = "canary of a wrong password 1";
constexpr const char* kFirstPassword = "canary of the first password 1";
constexpr const char* kNewPassword = "canary of the new password 2";
constexpr const char* kMasterKey = "canary of a master key, 32 octets";

/// A walk through everything that knows a secret, and what it left behind.
class Walk {
 public:
  Walk() {
    walk();
    server_.reset();
    storage_.reset();  // all of it is in the file now
  }

  std::set<std::string> secrets{kWrongPassword, kFirstPassword, kNewPassword, kMasterKey};
  std::string events{};   ///< as a log would have them
  std::string answers{};  ///< bodies of refusals
  std::string exceptions{};
  testing::TemporaryDirectory directory{};

  [[nodiscard]] std::string path() const { return directory.file("auth.db"); }

  [[nodiscard]] std::string databaseOctets() const {
    std::string octets;
    for (const auto& entry : std::filesystem::directory_iterator{directory.path()}) {
      std::ifstream file{entry.path(), std::ios::binary};
      octets.append(std::istreambuf_iterator<char>{file}, {});
    }
    return octets;
  }

 private:
  GuideChanges changes() {
    const auto customCode = [this](const passwordless::CustomCodeInput&) {
      auto code = "canaryofcode" + std::to_string(++codes_);
      secrets.insert(code);
      return code;
    };
    return {.config =
                [](Config& config) {
                  config.masterKeys = {kMasterKey};
                  config.auditLog = AuditLog{};
                  allowManySends(config);
                },
            .passwordless =
                [customCode](Passwordless::Config& config) { config.getCustomUserInputCode = customCode; },
            .storage = storage_};
  }

  void note(const Answer& answer) {
    if (answer.outcome() != "OK") answers += answer.response.body + '\n';
    for (const auto* token : {"st-access-token", "st-refresh-token"})
      if (const auto value = answer.header(token); value && !value->empty()) secrets.insert(*value);
    for (const auto* id : {"deviceId"})
      if (const auto* value = answer.body.if_contains(id)) secrets.insert(std::string{value->as_string()});
  }

  template <class Call>
  void noteException(const Call& call) {
    try {
      call();
      FAIL("it was not refused");
    } catch (const StorageError& error) {
      exceptions += std::string{error.what()} + '\n';
    } catch (const Error& error) {
      exceptions += std::string{error.what()} + '\n';
    }
  }

  void walk() {
    auto browser = server_->browser(Transfer::Header);
    note(browser.signUp(kAda, kFirstPassword));
    note(browser.signUp(kAda, kFirstPassword));
    note(browser.signIn(kAda, kWrongPassword));
    note(browser.signIn(kAda, kFirstPassword));
    note(browser.createCode(kPhoneNumber));
    note(browser.consumeCode(browser.device(), "canaryofwrongcode"));
    secrets.insert("canaryofwrongcode");
    note(browser.resendCode(browser.device()));
    note(browser.consumeCode(browser.device(), server_->lastCode()));
    for (const auto& message : server_->outbox().messages())
      if (message.urlWithLinkCode) secrets.insert(linkCodeIn(*message.urlWithLinkCode));
    note(browser.postText("/signin", "{\"password\":\"" + std::string{kWrongPassword} + "\""));
    REQUIRE(ok(server_->auth().thirdPartyEmailPassword().changePassword(
        {.session = browser.session(), .currentPassword = kFirstPassword, .newPassword = kNewPassword})));
    fail(browser);
    auto thief = browser;
    note(browser.refresh());
    server_->clock().advance(1h);
    note(thief.refresh());
    for (const auto& event : server_->events()) events += json::serialize(toJson(event)) + '\n';
  }

  /// What only faults say.
  void fail(Browser& browser) {
    const auto& auth = server_->auth();
    const auto session = browser.session();
    noteException([&] { session->mergeIntoAccessTokenPayload({{"much", std::string(5'000, 'x')}}); });
    noteException([&] {
      (void)auth.passwordless().consumeCode(
          {.preAuthSessionId = "p", .deviceId = "d", .userInputCode = "canaryofcode1", .linkCode = "l"});
    });
    noteException([&] {
      (void)auth.thirdPartyEmailPassword().emailPasswordSignUp(
          {.email = kPhoneNumber, .password = kNewPassword});
    });
    noteException([&] { (void)auth.session().refreshSessionWithoutRequestResponse("canary of no token"); });
  }

  int codes_ = 0;
  std::shared_ptr<Storage> storage_ = sqlite::open(path());
  std::unique_ptr<GuideServer> server_ = std::make_unique<GuideServer>(changes());
};

void checkHasNone(const std::string& text, const std::set<std::string>& secrets) {
  CHECK(text.size() > 100);
  for (const auto& secret : secrets) {
    CAPTURE(secret);
    CHECK(text.find(secret) == std::string::npos);
  }
}

}  // namespace

TEST_CASE("no secret is found again in database or events or answers or exceptions", "[contract][secrets]") {
  const Walk walk;
  REQUIRE(walk.secrets.size() > 12);
  SECTION("database") { checkHasNone(walk.databaseOctets(), walk.secrets); }
  SECTION("events") { checkHasNone(walk.events, walk.secrets); }
  SECTION("answers") { checkHasNone(walk.answers, walk.secrets); }
  SECTION("exceptions") { checkHasNone(walk.exceptions, walk.secrets); }
}

TEST_CASE("what was written down in clear would be found", "[contract][secrets]") {
  const Walk walk;
  testing::runSql(walk.path(), "INSERT INTO mfa_settings VALUES ('x', 'canary of the new password 2')");
  CHECK(walk.databaseOctets().find(kNewPassword) != std::string::npos);
}

TEST_CASE("events and answers and exceptions hold no whole address or number", "[contract][secrets]") {
  const Walk walk;
  checkHasNone(walk.events, {kAda, kPhoneNumber, "2015550123", "lovelace"});
  checkHasNone(walk.exceptions, {kAda, kPhoneNumber, "lovelace"});
  CHECK(walk.events.find("\u2022\u2022\u20220123") != std::string::npos);
}

TEST_CASE("whole addresses and numbers stand in the columns that are for them alone", "[contract][secrets]") {
  const Walk walk;
  const std::set<std::string> meant{"mfa_contacts.value", "mfa_login_methods.email",
                                    "mfa_login_methods.phone_number", "mfa_factors.contact_value",
                                    "mfa_code_devices.contact_value",
                                    // The guide keeps the number in the token's payload.
                                    "mfa_sessions.access_token_payload"};
  std::istringstream columns{testing::askSql(
      walk.path(),
      "SELECT group_concat(t.name || '.' || c.name, ' ') FROM sqlite_schema t, pragma_table_info(t.name) c "
      "WHERE t.type = 'table' AND t.name LIKE 'mfa\\_%' ESCAPE '\\'")};
  std::set<std::string> holding;
  for (std::string column; columns >> column;) {
    const auto dot = column.find('.');
    const auto count =
        testing::askSql(walk.path(), "SELECT count(*) FROM " + column.substr(0, dot) + " WHERE instr(" +
                                         column.substr(dot + 1) + ", '" + kAda + "') OR instr(" +
                                         column.substr(dot + 1) + ", '2015550123')");
    if (count != "0") holding.insert(column);
  }
  CHECK(holding.contains("mfa_contacts.value"));
  for (const auto& column : holding) {
    CAPTURE(column);
    CHECK(meant.contains(column));
  }
}
