#include "crypto/random.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>
#include <type_traits>

#include "crypto_chosen_random.hpp"

namespace mfa::crypto {
namespace {

template <class Type>
concept Prints = requires(std::ostream& out, const Type& value) {
  out << value;
};

TEST_CASE("digits are drawn again where 256 values would favour some", "[unit][random]") {
  ChosenRandom random{std::string{"\xFA\xFF\x00\xF9\x13\xFB", 6}};
  CHECK(randomDigits(random, 3) == "099");
}

TEST_CASE("each digit comes as often as the others", "[unit][random]") {
  const auto random = systemRandom();
  std::array<int, 10> counts{};
  for (const char digit : randomDigits(*random, 100'000)) ++counts.at(static_cast<std::size_t>(digit - '0'));
  double chiSquare = 0;
  for (const int count : counts) chiSquare += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
  CHECK(chiSquare < 50);  // 9 degrees of freedom: once in ten million runs
}

TEST_CASE("a UUID says its version and variant and keeps the other bits", "[unit][random]") {
  ChosenRandom zeros{std::string(16, '\0')};
  CHECK(uuid4(zeros) == "00000000-0000-4000-8000-000000000000");
  ChosenRandom ones{std::string(16, '\xFF')};
  CHECK(uuid4(ones) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST_CASE("tokens have the length that their octets ask for", "[unit][random]") {
  ChosenRandom random;
  CHECK(randomToken(random).size() == 43);
  CHECK(randomHex(random).size() == 64);
  CHECK(randomBytes(random, 16).size() == 16);
  CHECK(randomSecret(random, 24).size() == 24);
  CHECK(randomDigits(random, 6).size() == 6);
}

TEST_CASE("the system's source never repeats itself", "[unit][random]") {
  const auto random = systemRandom();
  std::set<std::string> seen;
  for (int at = 0; at < 10'000; ++at) seen.insert(uuid4(*random));
  CHECK(seen.size() == 10'000);
}

TEST_CASE("a secret has one owner and does not print", "[unit][secret]") {
  static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
  static_assert(std::is_nothrow_move_constructible_v<Secret>);
  static_assert(!Prints<Secret>);
  Secret first{"hunter2"};
  Secret second = std::move(first);
  CHECK(second.text() == "hunter2");
  CHECK(first.empty());
  const Secret copy = second.clone();
  CHECK(copy.text() == "hunter2");
  second.truncate(6);
  CHECK(second.text() == "hunter");
  second = Secret{};
  CHECK(second.empty());
}

TEST_CASE("shortening a secret wipes what is cut off", "[unit][secret]") {
  Secret secret{"hunter2"};
  const std::byte* const cut = secret.bytes().data() + 3;
  secret.truncate(3);
  CHECK(cut[0] == std::byte{0});
  CHECK(cut[3] == std::byte{0});
}

TEST_CASE("wiping a text overwrites its characters", "[unit][secret]") {
  std::string text(64, 's');
  const char* const characters = text.data();
  wipe(text);
  CHECK(text.empty());
  CHECK(characters[1] == '\0');
  CHECK(characters[63] == '\0');
}

}  // namespace
}  // namespace mfa::crypto
