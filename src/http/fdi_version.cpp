#include "http/fdi_version.hpp"

#include <charconv>

#include "http/text.hpp"
#include "mfa/errors.hpp"

namespace mfa::http {
namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<FdiVersion> version(std::string_view text) {
  const auto [major, minor] = splitAt(trimmed(text), '.');
  const auto first = number(major);
  const auto second = number(minor);
  if (!first || !second) return std::nullopt;
  return FdiVersion{*first, *second};
}

}  // namespace

FdiVersion highestFdiVersion(const Request& req) {
  std::optional<FdiVersion> highest;
  auto rest = req.header("fdi-version").value_or("");
  while (!rest.empty()) {
    const auto [element, others] = splitAt(rest, ',');
    rest = others;
    const auto named = version(element);
    if (named && (!highest || *named > *highest)) highest = named;
  }
  return highest.value_or(kNewestFdiVersion);
}

bool usesNewUserObject(const Request& req) {
  const auto version = highestFdiVersion(req);
  return version >= FdiVersion{3, 0} || (version >= FdiVersion{1, 18} && version < FdiVersion{2, 0});
}

std::optional<bool> shouldTryLinkingWithSessionUser(const Request& req, const json::object& body) {
  if (highestFdiVersion(req) < FdiVersion{3, 1}) return std::nullopt;
  const auto* flag = body.if_contains("shouldTryLinkingWithSessionUser");
  if (flag == nullptr || flag->is_null()) return false;
  if (!flag->is_bool()) throw BadInputError{"shouldTryLinkingWithSessionUser must be a boolean"};
  return flag->get_bool();
}

}  // namespace mfa::http
