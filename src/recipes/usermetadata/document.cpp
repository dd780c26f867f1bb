#include "recipes/usermetadata/document.hpp"

#include <cmath>

#include "http/utf8.hpp"
#include "mfa/errors.hpp"

namespace mfa::usermetadata {
namespace {

void checkValue(const json::value& value, int depth);

void checkDepth(int depth) {
  if (depth > kMaxDepth) throw BadInputError{"metadata may be nested at most 16 deep"};
}

void checkText(std::string_view text) {
  if (!http::isSoundText(text)) throw BadInputError{"metadata may have no NUL and nothing but UTF-8"};
}

void checkKey(std::string_view key) {
  if (key.size() > kMaxKeyBytes) throw BadInputError{"a key of metadata may have at most 128 bytes"};
  checkText(key);
}

void checkObject(const json::object& object, int depth) {
  checkDepth(depth);
  for (const auto& [key, value] : object) {
    checkKey(key);
    checkValue(value, depth);
  }
}

void checkArray(const json::array& array, int depth) {
  checkDepth(depth);
  for (const auto& value : array) checkValue(value, depth);
}

// `depth` is that of the container around the value.
void checkValue(const json::value& value, int depth) {
  if (value.is_object()) return checkObject(value.get_object(), depth + 1);
  if (value.is_array()) return checkArray(value.get_array(), depth + 1);
  if (value.is_string()) return checkText(value.get_string());
  if (value.is_double() && !std::isfinite(value.get_double()))
    throw BadInputError{"metadata may have finite numbers only"};
}

}  // namespace

void checkUserId(std::string_view userId) {
  if (userId.empty() || userId.size() > kMaxUserIdBytes || !http::isSoundText(userId))
    throw BadInputError{"a user id must have 1 to 256 bytes of UTF-8 without NUL"};
}

void checkDocument(const json::object& document) {
  checkObject(document, 1);
  if (json::serialize(document).size() > kMaxDocumentBytes)
    throw BadInputError{"metadata may have at most 64 KiB as JSON text"};
}

}  // namespace mfa::usermetadata
