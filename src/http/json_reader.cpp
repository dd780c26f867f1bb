#include "http/json_reader.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "mfa/errors.hpp"

namespace mfa::http {
namespace {

using ErrorCode = boost::system::error_code;

constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxMembers = 256;

/// Builds the value, and sees on the way what a finished value does not show any more. A callback that
/// answers false has set `refusal`.
class StrictHandler {
 public:
  static constexpr std::size_t max_object_size = kMaxMembers;
  static constexpr std::size_t max_array_size = 64 * 1024;
  static constexpr std::size_t max_key_size = 64 * 1024;
  static constexpr std::size_t max_string_size = 64 * 1024;

  json::value release() { return values_.release(); }
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

  bool on_document_begin(ErrorCode&) {
    values_.reset();
    return true;
  }
  bool on_document_end(ErrorCode&) { return true; }
  bool on_object_begin(ErrorCode&) {
    keys_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t size, ErrorCode&) {
    keys_.pop_back();
    values_.push_object(size);
    return true;
  }
  bool on_array_begin(ErrorCode&) { return true; }
  bool on_array_end(std::size_t size, ErrorCode&) {
    values_.push_array(size);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, ErrorCode& failure) {
    text_.append(part);
    return check(part, failure);
  }
  bool on_key(json::string_view part, std::size_t, ErrorCode& failure) {
    text_.append(part);
    if (!check(part, failure)) return false;
    if (++members_ > kMaxMembers) return refuse("has too many members", failure);
    if (!keys_.back().insert(text_).second) return refuse("has a key twice", failure);
    values_.push_key(text_);
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, ErrorCode& failure) {
    text_.append(part);
    return check(part, failure);
  }
  bool on_string(json::string_view part, std::size_t, ErrorCode& failure) {
    text_.append(part);
    if (!check(part, failure)) return false;
    values_.push_string(text_);
    text_.clear();
    return true;
  }
  bool on_number_part(json::string_view, ErrorCode&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, ErrorCode&) {
    values_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, json::string_view, ErrorCode&) {
    values_.push_uint64(number);
    return true;
  }
  bool on_double(double number, json::string_view, ErrorCode& failure) {
    if (!std::isfinite(number)) return refuse("has a number without a finite value", failure);
    values_.push_double(number);
    return true;
  }
  bool on_bool(bool value, ErrorCode&) {
    values_.push_bool(value);
    return true;
  }
  bool on_null(ErrorCode&) {
    values_.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, ErrorCode&) { return true; }
  bool on_comment(json::string_view, ErrorCode&) { return true; }

 private:
  bool check(json::string_view text, ErrorCode& failure) {
    return text.find('\0') == json::string_view::npos || refuse("has a NUL character", failure);
  }
  bool refuse(std::string reason, ErrorCode& failure) {
    refusal_ = std::move(reason);
    failure = json::error::syntax;
    return false;
  }

  json::value_stack values_{};
  std::vector<std::set<std::string, std::less<>>> keys_{};
  std::string text_{};
  std::size_t members_ = 0;
  std::string refusal_{};
};

json::parse_options strictOptions() {
  json::parse_options options;
  options.max_depth = kMaxDepth;
  return options;
}

}  // namespace

json::object readJsonObject(std::string_view text) {
  json::basic_parser<StrictHandler> parser{strictOptions()};
  ErrorCode failure;
  const auto read = parser.write_some(false, text.data(), text.size(), failure);
  if (!parser.handler().refusal().empty()) throw BadInputError{"the body " + parser.handler().refusal()};
  if (failure == json::error::too_deep) throw BadInputError{"the body is nested too deeply"};
  if (failure || read != text.size()) throw BadInputError{"the body is no valid JSON"};
  auto value = parser.handler().release();
  if (!value.is_object()) throw BadInputError{"the body is no JSON object"};
  return std::move(value.get_object());
}

}  // namespace mfa::http
