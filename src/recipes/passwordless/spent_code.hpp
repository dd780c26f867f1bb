// The evidence that a code was spent in this request.
//
// It travels from the default `consumeCode` to the default `consumeCodePOST` beside the result, which an
// override may have made up. Its type is known in this room alone, so nobody else can put one there, and
// without one no session is raised.
#pragma once

#include <optional>
#include <string>

#include "mfa/storage/users.hpp"
#include "mfa/user_context.hpp"
#include "observe/report.hpp"

namespace mfa::passwordless {

/// How the code came back.
enum class CodeForm { UserInputCode, LinkCode };

struct SpentCode {
  std::string codeId{};
  Contact contact{};
  CodeForm form = CodeForm::UserInputCode;
  std::optional<std::string> sessionHandle{};  ///< of the session it was made and spent under
  std::string recipeUserId{};                  ///< whom it signs in
};

void keepSpentCode(UserContext userContext, const SpentCode& spent);

/// Takes the evidence out of the context: it counts once.
[[nodiscard]] std::optional<SpentCode> takeSpentCode(const UserContext& userContext);

/// Counts that a code came back for the country that it went to, in the transaction that spends it and before
/// the user is written whom it makes; tells if the country's pause ends with it.
void countVerified(Transaction& tx, observe::Report& report, const Services& services,
                   const CodeDevice& device);

}  // namespace mfa::passwordless
