#include "recipes/emailpassword/form.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace mfa;
using emailpassword::FieldErrors;
using emailpassword::FormField;
using emailpassword::FormFieldInput;
using emailpassword::FormKind;
using emailpassword::Forms;

namespace {

json::object form(const std::string& fields) {
  return json::parse(R"({"formFields":)" + fields + "}").get_object();
}

std::string pair(const std::string& email, const std::string& password) {
  return R"([{"id":"email","value":")" + email + R"("},{"id":"password","value":")" + password + R"("}])";
}

auto read(const Forms& forms, FormKind kind, const json::object& body) {
  return forms.read(kind, {body, kPublicTenant, UserContext{}});
}

std::vector<FormField> fieldsOf(const Forms& forms, FormKind kind, const std::string& fields) {
  return std::get<0>(read(forms, kind, form(fields)));
}

std::string errorsOf(const Forms& forms, FormKind kind, const std::string& fields) {
  const auto body = form(fields);
  const auto result = read(forms, kind, body);
  std::string text;
  for (const auto& error : std::get<FieldErrors>(result)) text += error.id + ": " + error.error + "\n";
  return text;
}

std::string refusal(const json::object& body) {
  try {
    static_cast<void>(read(Forms{{}}, FormKind::SignUp, body));
  } catch (const BadInputError& error) {
    return error.what();
  }
  return "";
}

std::optional<std::string> nothing(const FormFieldInput&) { return std::nullopt; }

}  // namespace

TEST_CASE("a form that is none is refused with the reason", "[unit][emailpassword][form]") {
  CHECK(refusal({}) == "Missing input param: formFields");
  CHECK(refusal(form("{}")) == "formFields must be an array");
  CHECK(refusal(form("null")) == "formFields must be an array");
  CHECK(refusal(form("[1]")) == "All elements of formFields must be an object");
  CHECK(refusal(form("[null]")) == "All elements of formFields must be an object");
  const std::string incomplete = "All elements of formFields must contain an 'id' and 'value' field";
  CHECK(refusal(form("[{}]")) == incomplete);
  CHECK(refusal(form(R"([{"id":"email"}])")) == incomplete);
  CHECK(refusal(form(R"([{"value":"x"}])")) == incomplete);
  CHECK(refusal(form(R"([{"id":7,"value":"x"}])")) == incomplete);
}

TEST_CASE("address and password must be texts", "[unit][emailpassword][form]") {
  for (const std::string value : {"7", "null", "true", "[\"a@example.com\"]", "{\"a\":1}"}) {
    CHECK(refusal(form(R"([{"id":"email","value":)" + value + "}]")) ==
          "The value of formFields with id = email must be a string");
    CHECK(refusal(form(R"([{"id":"password","value":)" + value + "}]")) ==
          "The value of formFields with id = password must be a string");
  }
}

TEST_CASE("a form with more fields than are configured is refused", "[unit][emailpassword][form]") {
  CHECK(
      refusal(form(
          R"([{"id":"email","value":"a@b.co"},{"id":"password","value":"abcdefg1"},{"id":"x","value":1}])")) ==
      "Are you sending too many formFields?");
  const Forms custom{{.formFields = {{.id = "name"}}}};
  CHECK_THROWS_AS(
      fieldsOf(
          custom, FormKind::SignIn,
          R"([{"id":"email","value":"a@b.co"},{"id":"password","value":"x"},{"id":"name","value":"x"}])"),
      BadInputError);
  CHECK_THROWS_AS(fieldsOf(custom, FormKind::ResetToken, pair("a@b.co", "x")), BadInputError);
}

TEST_CASE("syntax is looked at before the number of fields and that before their values",
          "[unit][emailpassword][form]") {
  CHECK(refusal(form(R"([{"id":"a","value":1},{"id":"b","value":1},{"id":"c"}])")) ==
        "All elements of formFields must contain an 'id' and 'value' field");
  CHECK(refusal(form(R"([{"id":"email","value":"bad"},{"id":"b","value":1},{"id":"c","value":1}])")) ==
        "Are you sending too many formFields?");
}

TEST_CASE("an address loses the white space around it and a password keeps it",
          "[unit][emailpassword][form]") {
  const auto fields = fieldsOf(Forms{{}}, FormKind::SignUp, pair(" \\tAda@example.com\\n ", " abc 123 "));
  CHECK(*valueOf(fields, "email") == "Ada@example.com");
  CHECK(*valueOf(fields, "password") == " abc 123 ");
}

TEST_CASE("missing and empty fields are not optional", "[unit][emailpassword][form]") {
  const Forms forms{{}};
  const std::string both = "password: Field is not optional\nemail: Field is not optional\n";
  for (const auto kind : {FormKind::SignUp, FormKind::SignIn}) {
    CHECK(errorsOf(forms, kind, "[]") == both);
    CHECK(errorsOf(forms, kind, pair("", "")) == both);
    CHECK(errorsOf(forms, kind, pair("  ", "")) == both);
  }
  CHECK(errorsOf(forms, FormKind::ResetToken, "[]") == "email: Field is not optional\n");
  CHECK(errorsOf(forms, FormKind::NewPassword, "[]") == "password: Field is not optional\n");
}

TEST_CASE("every field that does not pass is told", "[unit][emailpassword][form]") {
  CHECK(
      errorsOf(Forms{{}}, FormKind::SignUp, pair("ada@", "short")) ==
      "password: Password must contain at least 8 characters, including a number\nemail: Email is invalid\n");
}

TEST_CASE("sign-in takes any password that is not empty", "[unit][emailpassword][form]") {
  CHECK(fieldsOf(Forms{{}}, FormKind::SignIn, pair("ada@example.com", "x")).size() == 2);
  CHECK(errorsOf(Forms{{}}, FormKind::SignIn, pair("ada", "x")) == "email: Email is invalid\n");
}

TEST_CASE("a field of the host's own is validated and passed on as any JSON", "[unit][emailpassword][form]") {
  const auto adult = [](const FormFieldInput& input) -> std::optional<std::string> {
    if (!input.value.is_int64() || input.value.get_int64() < 18) return "too young";
    return std::nullopt;
  };
  const Forms forms{{.formFields = {{.id = "age", .validate = adult}}}};
  const auto with = [](const std::string& age) {
    return R"([{"id":"email","value":"a@b.co"},{"id":"password","value":"abcdefg1"},{"id":"age","value":)" +
           age + "}]";
  };
  CHECK(*valueOf(fieldsOf(forms, FormKind::SignUp, with("18")), "age") == 18);
  CHECK(errorsOf(forms, FormKind::SignUp, with("17")) == "age: too young\n");
  CHECK(errorsOf(forms, FormKind::SignUp, with("null")) == "age: Field is not optional\n");
  CHECK(errorsOf(forms, FormKind::SignUp, pair("a@b.co", "abcdefg1")) == "age: Field is not optional\n");
}

TEST_CASE("an optional field may be missing or empty and is validated when it is there",
          "[unit][emailpassword][form]") {
  const auto never = [](const FormFieldInput&) -> std::optional<std::string> { return "never"; };
  const Forms forms{{.formFields = {{.id = "name", .validate = never, .optional = true}}}};
  const auto with = [](const std::string& name) {
    return R"([{"id":"email","value":"a@b.co"},{"id":"password","value":"abcdefg1"},{"id":"name","value":)" +
           name + "}]";
  };
  CHECK(fieldsOf(forms, FormKind::SignUp, pair("a@b.co", "abcdefg1")).size() == 2);
  CHECK(fieldsOf(forms, FormKind::SignUp, with("\"\"")).size() == 3);
  CHECK(errorsOf(forms, FormKind::SignUp, with("\"Ada\"")) == "name: never\n");
}

TEST_CASE("validators of the host's replace the default ones and see tenant and value",
          "[unit][emailpassword][form]") {
  std::string seen;
  const auto spy = [&seen](const FormFieldInput& input) -> std::optional<std::string> {
    seen += std::string{input.value.get_string()} + "@" + input.tenantId;
    return std::nullopt;
  };
  const Forms forms{{.formFields = {{.id = "password", .validate = spy}}}};
  CHECK(fieldsOf(forms, FormKind::SignUp, pair("a@b.co", "x")).size() == 2);
  CHECK(seen == "x@public");
  CHECK(fieldsOf(forms, FormKind::NewPassword, R"([{"id":"password","value":"y"}])").size() == 1);
  CHECK(seen == "x@publicy@public");
}

TEST_CASE("no validator lets pass what cannot be stored or hashed", "[unit][emailpassword][form]") {
  const Forms forms{
      {.formFields = {{.id = "email", .validate = nothing}, {.id = "password", .validate = nothing}}}};
  CHECK(errorsOf(forms, FormKind::SignUp, pair("nobody", "x")) == "email: Email is invalid\n");
  CHECK(fieldsOf(forms, FormKind::SignUp, pair("a@b.co", std::string(1024, 'x'))).size() == 2);
  CHECK(errorsOf(forms, FormKind::SignUp, pair("a@b.co", std::string(1025, 'x'))) ==
        "password: Password's length must be at most 1024 bytes\n");
}

TEST_CASE("of two fields with one id the first counts", "[unit][emailpassword][form]") {
  CHECK(errorsOf(Forms{{}}, FormKind::SignIn,
                 R"([{"id":"email","value":"a@b.co"},{"id":"email","value":"c@d.co"}])") ==
        "password: Field is not optional\n");
}
