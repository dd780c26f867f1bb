#include "recipes/emailpassword/form.hpp"

#include <algorithm>

#include "crypto/password_hasher.hpp"
#include "identity/email_address.hpp"

namespace mfa::emailpassword {
namespace {

bool isBuiltIn(std::string_view id) { return id == kEmailField || id == kPasswordField; }

FormField readField(const json::value& element) {
  const auto* object = element.if_object();
  if (object == nullptr) throw BadInputError{"All elements of formFields must be an object"};
  const auto* id = object->if_contains("id");
  const auto* value = object->if_contains("value");
  if (id == nullptr || !id->is_string() || value == nullptr)
    throw BadInputError{"All elements of formFields must contain an 'id' and 'value' field"};
  FormField field{.id = std::string{id->get_string()}, .value = *value};
  if (!isBuiltIn(field.id)) return field;
  if (!value->is_string())
    throw BadInputError{"The value of formFields with id = " + field.id + " must be a string"};
  if (field.id == kEmailField) field.value = identity::trimmed(value->get_string());
  return field;
}

std::vector<FormField> readFields(const json::object& body) {
  const auto* formFields = body.if_contains("formFields");
  if (formFields == nullptr) throw BadInputError{"Missing input param: formFields"};
  const auto* array = formFields->if_array();
  if (array == nullptr) throw BadInputError{"formFields must be an array"};
  std::vector<FormField> fields;
  std::ranges::transform(*array, std::back_inserter(fields), readField);
  return fields;
}

bool isEmpty(const json::value* value) {
  return value == nullptr || value->is_null() || (value->is_string() && value->get_string().empty());
}

// A validator of the host's may let pass what can be neither stored nor hashed.
std::optional<std::string> refuseUnstorable(std::string_view id, const json::value& value) {
  if (id == kEmailField) return defaultEmailValidator({.value = value});
  if (id == kPasswordField && value.get_string().size() > crypto::kMaxPasswordBytes)
    return "Password's length must be at most 1024 bytes";
  return std::nullopt;
}

std::optional<std::string> refuse(const FormFieldConfig& config, const FormFieldInput& input) {
  if (config.validate)
    if (auto error = config.validate(input)) return error;
  return refuseUnstorable(config.id, input.value);
}

FormFieldConfig withDefaults(FormFieldConfig config) {
  if (!config.validate && config.id == kEmailField) config.validate = defaultEmailValidator;
  if (!config.validate && config.id == kPasswordField) config.validate = defaultPasswordValidator;
  return config;
}

}  // namespace

Forms::Forms(const EmailPassword::SignUpFeature& feature) {
  std::ranges::transform(feature.formFields, std::back_inserter(fields_), withDefaults);
  for (const auto id : {kPasswordField, kEmailField})
    if (std::ranges::find(fields_, id, &FormFieldConfig::id) == fields_.end())
      fields_.push_back(withDefaults({.id = std::string{id}}));
}

std::variant<std::vector<FormField>, FieldErrors> Forms::read(FormKind kind, const FormSource& source) const {
  auto fields = readFields(source.body);
  const auto configured = fieldsOf(kind);
  if (fields.size() > configured.size()) throw BadInputError{"Are you sending too many formFields?"};

  FieldErrors errors;
  for (const auto& config : configured) {
    const auto* value = valueOf(fields, config.id);
    if (isEmpty(value)) {
      if (!config.optional) errors.push_back({config.id, "Field is not optional"});
    } else if (auto error = refuse(config, {*value, source.tenantId, source.userContext})) {
      errors.push_back({config.id, *std::move(error)});
    }
  }
  if (!errors.empty()) return errors;
  return fields;
}

std::optional<std::string> Forms::refusePassword(const std::string& password, const std::string& tenantId,
                                                 const UserContext& userContext) const {
  if (password.empty()) return "Field is not optional";
  return refuse(field(kPasswordField), {json::value(password), tenantId, userContext});
}

std::vector<FormFieldConfig> Forms::fieldsOf(FormKind kind) const {
  switch (kind) {
    case FormKind::SignUp:
      return fields_;
    case FormKind::SignIn:  // a password that exists may be older than the policy
      return {{.id = std::string{kPasswordField}}, field(kEmailField)};
    case FormKind::ResetToken:
      return {field(kEmailField)};
    case FormKind::NewPassword:
      return {field(kPasswordField)};
  }
  return fields_;
}

const FormFieldConfig& Forms::field(std::string_view id) const {
  return *std::ranges::find(fields_, id, &FormFieldConfig::id);
}

}  // namespace mfa::emailpassword
