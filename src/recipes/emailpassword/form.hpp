// Forms: from the body of a request to checked fields, in the steps and with the texts that front ends know.
//
// Source: FDI, emailpassword, formFields.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mfa/recipes/emailpassword.hpp"

namespace mfa::emailpassword {

inline constexpr std::string_view kEmailField = "email";
inline constexpr std::string_view kPasswordField = "password";

/// What is wrong with one field, for the user to read.
struct FieldError {
  std::string id{};
  std::string error{};
};
using FieldErrors = std::vector<FieldError>;

enum class FormKind { SignUp, SignIn, ResetToken, NewPassword };

/// Where a form comes from.
struct FormSource {
  const json::object& body;
  const std::string& tenantId;
  const UserContext& userContext;
};

/// The forms of one recipe. Immutable.
class Forms {
 public:
  explicit Forms(const EmailPassword::SignUpFeature& feature);

  /// The fields of a body, or what is wrong with them, all of it.
  /// @throws BadInputError if it is no form of that kind
  [[nodiscard]] std::variant<std::vector<FormField>, FieldErrors> read(FormKind kind,
                                                                       const FormSource& source) const;

  /// What is wrong with a password that shall become one.
  [[nodiscard]] std::optional<std::string> refusePassword(const std::string& password,
                                                          const std::string& tenantId,
                                                          const UserContext& userContext) const;

 private:
  [[nodiscard]] std::vector<FormFieldConfig> fieldsOf(FormKind kind) const;
  [[nodiscard]] const FormFieldConfig& field(std::string_view id) const;

  std::vector<FormFieldConfig> fields_;
};

}  // namespace mfa::emailpassword
