#include "storage/sql/columns.hpp"

#include "mfa/errors.hpp"

namespace mfa::sql {
namespace {

// Deeper than any document the library lets in; the parser's own default is 32.
constexpr std::size_t kMaxDepth = 256;

[[noreturn]] void throwMalformed(const std::string& what) {
  throw StorageError{StorageError::Retry::No, "MALFORMED_ROW", "a row holds what this version did not write",
                     what};
}

}  // namespace

std::string_view toColumn(ContactKind kind) {
  switch (kind) {
    case ContactKind::Email:
      return "email";
    case ContactKind::Phone:
      return "phone";
    case ContactKind::ThirdParty:
      return "thirdparty";
  }
  throwMalformed("contact kind");
}

ContactKind contactKindOf(std::string_view column) {
  for (const auto kind : {ContactKind::Email, ContactKind::Phone, ContactKind::ThirdParty})
    if (toColumn(kind) == column) return kind;
  throwMalformed("contact kind");
}

std::string_view toColumn(CodePurpose purpose) {
  switch (purpose) {
    case CodePurpose::SignIn:
      return "sign_in";
    case CodePurpose::CompleteSession:
      return "complete_session";
    case CodePurpose::ChangeFactor:
      return "change_factor";
  }
  throwMalformed("code purpose");
}

CodePurpose codePurposeOf(std::string_view column) {
  for (const auto purpose : {CodePurpose::SignIn, CodePurpose::CompleteSession, CodePurpose::ChangeFactor})
    if (toColumn(purpose) == column) return purpose;
  throwMalformed("code purpose");
}

EventType storedEventTypeOf(std::string_view column) {
  if (const auto type = eventTypeOf(column)) return *type;
  throwMalformed("event type");
}

std::string contactValueOf(const ThirdPartyInfo& thirdParty) {
  return thirdParty.id + "|" + thirdParty.userId;
}

json::value jsonOf(const std::string& column) {
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::error_code error;
  auto value = json::parse(column, error, {}, options);
  if (error) throwMalformed("JSON: " + error.message());
  return value;
}

json::object jsonObjectOf(const std::string& column) {
  auto value = jsonOf(column);
  if (!value.is_object()) throwMalformed("JSON: not an object");
  return std::move(value.get_object());
}

std::string endOfPrefix(const std::string& prefix) {
  return prefix + "\xF4\x8F\xBF\xBF";  // the last code point there is
}

}  // namespace mfa::sql
