#include "storage/sqlite/old_rows.hpp"

#include <stdexcept>

namespace mfa::testing {
namespace {

constexpr const char* kUsers = R"sql(
INSERT INTO mfa_users VALUES ('ada', 0, 1700000000000);
INSERT INTO mfa_login_methods VALUES ('ada', 'ada', 'emailpassword', 1700000000000, 1, 'ada@example.com',
  NULL, NULL, NULL, '$2b$11$abcdefghijklmnopqrstuuOBq6bLhcyxYkRFCmMI/Np1sIPYYYYYY', '$2b$11$');
INSERT INTO mfa_login_method_tenants VALUES ('ada', 'public');
INSERT INTO mfa_contacts VALUES ('ada', 'public', 'email', 'ada@example.com', 'emailpassword', 1);
)sql";

constexpr const char* kSessions = R"sql(
INSERT INTO mfa_sessions VALUES ('s', 'ada', 'ada', 'public', 'hash', 'parent', 1700000000000, x'00ff',
  '{"2fa-completed":{"v":true,"t":1}}', '{}', 0, 0, NULL, NULL, 'otp-phone', 'code', 1700000000000,
  1700000000000, 1800000000000);
)sql";

constexpr const char* kCodes = R"sql(
INSERT INTO mfa_code_devices VALUES ('d', 'public', 'phone', '+12015550123', 'complete_session', 's', 'ada',
  x'00', 2, 1700000000000);
INSERT INTO mfa_codes VALUES ('c', 'd', 'code hash', 1700000000000, 1800000000000);
)sql";

constexpr const char* kFactors = R"sql(
INSERT INTO mfa_factors VALUES ('ada', 'otp-phone', 'phone', '+12015550123', 'code', 1700000000000, 1);
)sql";

constexpr const char* kBudgets = R"sql(
INSERT INTO mfa_budgets VALUES ('b', 'bucket', 1700000000000, 1800000000000, '[]');
INSERT INTO mfa_budgets VALUES ('w', 'window', 1700000000000, 1700086400000, '[[1700000000000,3]]');
)sql";

constexpr const char* kEvents = R"sql(
INSERT INTO mfa_audit_events VALUES (7, 'ada', 1700000000000, 'code_refused', 'wrong_code', 'r', 's', NULL, NULL, NULL);
)sql";

constexpr const char* kDocuments = R"sql(
INSERT INTO mfa_user_metadata VALUES ('ada', '{"a":1}');
INSERT INTO mfa_signing_keys VALUES ('k', 'dynamic', 'RS256', 1, x'00ff', 1, 2, 3, 4);
INSERT INTO mfa_settings VALUES ('latest', '1700000000000');
)sql";

constexpr const char* kAbuse = R"sql(
INSERT INTO mfa_circuits VALUES ('country:1', 50, 9, 1700000000000, 1700003600000, 0, 1800000000000);
INSERT INTO mfa_known_clients VALUES ('ada', 'client hash', 1800000000000);
)sql";

constexpr const char* kFactorChanges = R"sql(
INSERT INTO mfa_code_devices VALUES ('f', 'public', 'phone', '+12015550199', 'change_factor', 's', 'ada',
  x'00', 0, 1700000000000);
INSERT INTO mfa_codes VALUES ('fc', 'f', 'another hash', 1700000000000, 1800000000000);
)sql";

constexpr const char* kSessionRemoval = R"sql(
INSERT INTO mfa_sessions VALUES ('r', 'ada', 'ada', 'public', 'hash', NULL, NULL, x'00', '{}', '{}', 0, 0,
  NULL, NULL, NULL, NULL, NULL, 1700000000000, 1800000000000, 1700000000000);
)sql";

}  // namespace

std::string oldRows(int number) {
  switch (number) {
    case 1:
      return kUsers;
    case 2:
      return kSessions;
    case 3:
      return kCodes;
    case 4:
      return kFactors;
    case 5:
      return kBudgets;
    case 6:
      return kDocuments;
    case 7:
      return kEvents;
    case 8:
      return kAbuse;
    case 9:
      return kFactorChanges;
    case 10:
      return kSessionRemoval;
    default:
      throw std::logic_error{"a new step of the schema needs rows as it writes them"};
  }
}

}  // namespace mfa::testing
