// What a store says to a database: a statement, its parameters, the rows that come back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mfa/time.hpp"

namespace mfa::sql {

/// The text of a statement. Only a literal converts to it, so that no statement is ever put together from
/// input; its address is what prepared statements are found by.
class Statement {
 public:
  consteval Statement(const char* text) : text_{text} {}

  [[nodiscard]] const char* text() const noexcept { return text_; }

 private:
  const char* text_;
};

/// A parameter that is stored as octets, not as text.
struct Octets {
  std::string_view view{};
};

/// One parameter. Owns nothing: it lives as long as the call it is passed to.
class Param {
 public:
  using Value = std::variant<std::monostate, std::int64_t, std::string_view, Octets>;

  Param() = default;
  Param(std::int64_t number) : value_{number} {}
  Param(int number) : value_{std::int64_t{number}} {}
  Param(bool flag) : value_{std::int64_t{flag ? 1 : 0}} {}
  Param(Time time) : value_{std::int64_t{toUnixMillis(time)}} {}
  Param(Octets octets) : value_{octets} {}
  Param(std::string_view text) : value_{text} {}
  Param(const std::string& text) : value_{std::string_view{text}} {}
  Param(const char* text) : value_{std::string_view{text}} {}
  template <class Inner>
  Param(const std::optional<Inner>& inner) : Param{inner ? Param{*inner} : Param{}} {}

  [[nodiscard]] const Value& value() const noexcept { return value_; }

 private:
  Value value_{};
};

/// A value of a row. Text and octets look alike here: the store knows which is which.
using Value = std::variant<std::monostate, std::int64_t, std::string>;
using Row = std::vector<Value>;
using Rows = std::vector<Row>;

/// Takes the values of a row one after the other, in the order of the statement's columns.
class Fields {
 public:
  explicit Fields(Row& row) : next_{row.begin()} {}

  [[nodiscard]] std::string text() { return std::get<std::string>(std::move(*next_++)); }
  [[nodiscard]] std::int64_t integer() { return std::get<std::int64_t>(*next_++); }
  [[nodiscard]] int count() { return static_cast<int>(integer()); }
  [[nodiscard]] bool flag() { return integer() != 0; }
  [[nodiscard]] Time time() { return fromUnixMillis(integer()); }

  [[nodiscard]] std::optional<std::string> optionalText() {
    if (isNull()) return skip();
    return text();
  }
  [[nodiscard]] std::optional<Time> optionalTime() {
    if (isNull()) return skip();
    return time();
  }

 private:
  [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(*next_); }
  std::nullopt_t skip() {
    ++next_;
    return std::nullopt;
  }

  Row::iterator next_;
};

}  // namespace mfa::sql
