#include "http/json_reader.hpp"
#include "http/text.hpp"
#include "mfa/recipe.hpp"

namespace mfa {
namespace {

constexpr std::size_t kMaxBodyBytes = 64 * 1024;

/// The value of the parameter `charset` of a content type, if it has one.
std::optional<std::string_view> charset(std::string_view contentType) {
  for (auto rest = http::splitAt(contentType, ';').rest; !rest.empty();) {
    const auto [parameter, others] = http::splitAt(rest, ';');
    rest = others;
    auto [name, value] = http::splitAt(http::trimmed(parameter), '=');
    if (!http::equalIgnoringCase(http::trimmed(name), "charset")) continue;
    value = http::trimmed(value);
    if (value.starts_with('"')) value.remove_prefix(1);
    return value;
  }
  return std::nullopt;
}

void checkEncoding(const Request& req, std::string_view body) {
  const auto named = charset(req.header("content-type").value_or(""));
  if (named && !http::equalIgnoringCase(named->substr(0, 4), "utf-"))
    throw BadInputError{"the charset of the body must be UTF-8"};
  // A host that inflates bodies keeps the header, so what the body looks like decides.
  const auto encoding = http::trimmed(req.header("content-encoding").value_or("identity"));
  if (!http::equalIgnoringCase(encoding, "identity") && body.find('{') == std::string_view::npos)
    throw BadInputError{"the content encoding of the body is not supported"};
}

}  // namespace

json::object jsonBody(const Request& req) {
  const auto body = req.body();
  if (body.size() > kMaxBodyBytes) throw BadInputError{"the body is longer than 64 KiB"};
  if (body.empty()) return {};
  checkEncoding(req, body);
  return http::readJsonObject(body);
}

void sendJson(Response& res, const json::object& body) { sendJson(res, 200, body); }

void sendJson(Response& res, int status, const json::object& body) {
  res.setHeader("Content-Type", "application/json; charset=utf-8");
  res.setStatus(status);
  res.setBody(json::serialize(body));
}

}  // namespace mfa
