#include <catch2/catch.hpp>
#include <ctime>
#include <map>
#include <numeric>

#include "crypto/bcrypt.hpp"
#include "crypto/password_cost.hpp"
#include "crypto/password_hasher.hpp"
#include "crypto/password_scheme.hpp"
#include "crypto_chosen_random.hpp"
#include "mfa/errors.hpp"

namespace mfa::crypto {
namespace {

using namespace std::string_literals;

/// Enough for a test, and far from what a server should use.
constexpr Argon2Scheme kSmall{.memoryKiB = 8, .iterations = 1, .parallelism = 1};

/// "U*U", from the test vectors of crypt_blowfish.
const std::string kBcrypt = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

/// "password" with the salt "somesalt", as the reference implementation of Argon2 hashes it.
const std::string kArgon2 =
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
const std::string kArgon2TwoLanes =
    "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc";

std::shared_ptr<RandomSource> anyRandom() { return std::make_shared<ChosenRandom>(); }

PasswordHasher hasher(const Argon2Scheme& scheme = kSmall) { return {scheme, {}, anyRandom()}; }

std::string argon2With(const std::string& parameters, std::size_t saltLength = 22,
                       std::size_t tagLength = 43) {
  return "$argon2id$v=19$" + parameters + '$' + std::string(saltLength, 'A') + '$' +
         std::string(tagLength, 'A');
}

std::string bcryptWithCost(const std::string& cost) { return "$2b$" + cost + '$' + std::string(53, '.'); }

TEST_CASE("a password matches its own hash and nothing else does", "[unit][password]") {
  auto passwords = hasher();
  const std::string encoded = passwords.hash("correct horse");
  CHECK(passwords.verify("correct horse", encoded).matches);
  CHECK_FALSE(passwords.verify("correct horse", encoded).needsRehash);
  CHECK_FALSE(passwords.verify("correct horsf", encoded).matches);
  CHECK_FALSE(passwords.verify("", encoded).matches);
  CHECK_FALSE(passwords.verify("correct horse", std::nullopt).matches);
}

TEST_CASE("a hash is a PHC string that says its parameters and has a salt of its own", "[unit][password]") {
  PasswordHasher passwords{Argon2Scheme{}, {}, anyRandom()};
  const std::string encoded = passwords.hash("correct horse");
  CHECK(encoded.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(encoded.size() == 31 + 22 + 1 + 43);
  CHECK(passwordScheme(encoded) == PasswordScheme{Argon2Scheme{}});
  CHECK(passwords.hash("correct horse") != encoded);
}

TEST_CASE("hashes of the reference implementation of Argon2 are verified", "[unit][password]") {
  auto passwords = hasher();
  CHECK(passwords.verify("password", kArgon2).matches);
  CHECK(passwords.verify("password", kArgon2TwoLanes).matches);
  CHECK_FALSE(passwords.verify("Password", kArgon2).matches);
  CHECK_FALSE(passwords.verify("Password", kArgon2TwoLanes).matches);
}

TEST_CASE("a bcrypt hash of an imported user is verified and asks to be replaced",
          "[unit][password][bcrypt]") {
  auto passwords = hasher();
  for (const char* const variant : {"$2a$", "$2b$", "$2y$"}) {
    std::string encoded = kBcrypt;
    encoded.replace(0, 4, variant);
    const PasswordCheck check = passwords.verify("U*U", encoded);
    CHECK(check.matches);
    CHECK(check.needsRehash);
    CHECK_FALSE(passwords.verify("U*V", encoded).matches);
  }
}

TEST_CASE("a hash with other parameters than today's asks to be replaced", "[unit][password]") {
  const std::string encoded = hasher().hash("correct horse");
  auto stronger = hasher({.memoryKiB = 16, .iterations = 1});
  const PasswordCheck check = stronger.verify("correct horse", encoded);
  CHECK(check.matches);
  CHECK(check.needsRehash);
  CHECK_FALSE(stronger.verify("wrong", encoded).needsRehash);
}

TEST_CASE("every octet of a password counts up to 1024 of them", "[unit][password]") {
  auto passwords = hasher();
  const auto at = GENERATE(std::size_t{0}, 71U, 72U, 73U, 254U, 255U, 256U, 1'022U, 1'023U);
  const std::string password(1'024, 'p');
  const std::string encoded = passwords.hash(password);
  std::string other = password;
  other[at] = 'q';
  CHECK(passwords.verify(password, encoded).matches);
  CHECK_FALSE(passwords.verify(other, encoded).matches);
  CHECK_FALSE(passwords.verify(password.substr(0, at), encoded).matches);
}

TEST_CASE("what follows a NUL in a password counts too", "[unit][password]") {
  auto passwords = hasher();
  const std::string encoded = passwords.hash("secret\0one"s);
  CHECK(passwords.verify("secret\0one"s, encoded).matches);
  CHECK_FALSE(passwords.verify("secret\0two"s, encoded).matches);
  CHECK_FALSE(passwords.verify("secret", encoded).matches);
}

TEST_CASE("a password of more than 1024 octets is not hashed and matches nothing", "[unit][password]") {
  auto passwords = hasher();
  const std::string encoded = passwords.hash(std::string(1'024, 'p'));
  CHECK_THROWS_AS(passwords.hash(std::string(1'025, 'p')), BadInputError);
  CHECK_FALSE(passwords.verify(std::string(1'025, 'p'), encoded).matches);
}

// CVE-2025-22228 and its kin: bcrypt drops what is beyond 72 octets.
TEST_CASE("bcrypt matches no password of more than 72 octets", "[unit][password][bcrypt]") {
  // crypt(3) of 72 times "p" at cost 4.
  const std::string encoded = "$2b$04$......................HbnQVXlnw5ftZkdxuduhifPkihx9Se2";
  const std::string password(72, 'p');
  CHECK(bcryptMatches(password, encoded));
  CHECK_FALSE(bcryptMatches(password + 'p', encoded));
  CHECK_FALSE(bcryptMatches(password + "anything", encoded));
  CHECK_FALSE(bcryptMatches(password.substr(1), encoded));
}

// CVE-2020-7689 and its kin: bcrypt ends at a NUL, and a length of 256 must not wrap to nothing.
TEST_CASE("bcrypt matches no password with a NUL in it and none whose length wraps",
          "[unit][password][bcrypt]") {
  CHECK(bcryptMatches("U*U", kBcrypt));
  CHECK_FALSE(bcryptMatches("U*U\0"s, kBcrypt));
  CHECK_FALSE(bcryptMatches("U*U\0anything"s, kBcrypt));
  const std::string ofNothing = "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.";
  CHECK(bcryptMatches("", ofNothing));
  CHECK_FALSE(bcryptMatches("\0"s, ofNothing));
  CHECK_FALSE(bcryptMatches(std::string(256, 'p'), ofNothing));
}

TEST_CASE("the parameters of a stored hash are capped before it is computed", "[unit][password]") {
  CHECK(passwordScheme(argon2With("m=262144,t=10,p=4")));
  CHECK(passwordScheme(argon2With("m=8,t=1,p=1")));
  const auto parameters = GENERATE(
      "m=262145,t=2,p=1", "m=4294967295,t=2,p=1", "m=99999999999999999999,t=2,p=1", "m=19456,t=11,p=1",
      "m=19456,t=0,p=1", "m=19456,t=2,p=5", "m=19456,t=2,p=0", "m=7,t=2,p=1", "m=31,t=2,p=4",
      "m=019456,t=2,p=1", "m=+19456,t=2,p=1", "m=-1,t=2,p=1", "m=,t=2,p=1", "t=2,m=19456,p=1",
      "m=19456,t=2,p=1,data=AAAA", "m=19456,t=2", " m=19456,t=2,p=1", "m=0x10,t=2,p=1");
  CAPTURE(parameters);
  CHECK_FALSE(passwordScheme(argon2With(parameters)));
  CHECK_FALSE(hasher().verify("password", argon2With(parameters)).matches);
}

TEST_CASE("a hash of another form is refused", "[unit][password]") {
  const auto encoded = GENERATE(
      "", "password", "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
      "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
      "$argon2id$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4=",
      "$1$salt$qJH7.N4xYta3aEG/dfqo/0", "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
      "$2$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
      "$2a$5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
      "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe", "*0", "*1");
  CAPTURE(encoded);
  CHECK_FALSE(passwordScheme(encoded));
  CHECK_FALSE(hasher().verify("U*U", encoded).matches);
}

TEST_CASE("a salt or tag that is too short or too long is refused", "[unit][password]") {
  CHECK(passwordScheme(argon2With("m=256,t=2,p=1", 11, 22)));
  CHECK_FALSE(passwordScheme(argon2With("m=256,t=2,p=1", 10, 43)));
  CHECK_FALSE(passwordScheme(argon2With("m=256,t=2,p=1", 22, 21)));
  CHECK_FALSE(passwordScheme(argon2With("m=256,t=2,p=1", 90, 43)));
  CHECK_FALSE(passwordScheme(argon2With("m=256,t=2,p=1", 22, 100'000)));
}

// CVE-2026-33306: a cost of 31 overflowed to no rounds at all.
TEST_CASE("bcrypt is refused beyond a cost of 14", "[unit][password][bcrypt]") {
  CHECK(passwordScheme(bcryptWithCost("04")) == PasswordScheme{BcryptScheme{.cost = 4}});
  CHECK(passwordScheme(bcryptWithCost("14")) == PasswordScheme{BcryptScheme{.cost = 14}});
  const auto cost = GENERATE("15", "31", "99", "03", "00", " 5", "+5", "5$");
  CHECK_FALSE(passwordScheme(bcryptWithCost(cost)));
}

TEST_CASE("Argon2 parameters that cannot be computed are refused at the start", "[unit][password]") {
  CHECK(isUsable({}));
  CHECK_THROWS_AS(hasher({.memoryKiB = 300'000}), Error);
  CHECK_THROWS_AS(hasher({.iterations = 0}), Error);
  CHECK_THROWS_AS(hasher({.parallelism = 2}), Error);
}

/// All that a failure computes: how often each set of Argon2 parameters, and how many rounds of bcrypt.
struct Spent {
  std::map<Argon2Scheme, int> argon2{};
  std::uint64_t bcryptRounds = 0;
  bool operator==(const Spent&) const = default;
};

Spent spentOnFailure(const PasswordCost& cost, const std::optional<PasswordScheme>& stored) {
  auto computed = cost.outstanding(stored);
  if (stored) computed.push_back(*stored);
  Spent spent;
  for (const PasswordScheme& scheme : computed) {
    if (const auto* bcrypt = std::get_if<BcryptScheme>(&scheme))
      spent.bcryptRounds += 1ULL << bcrypt->cost;
    else
      ++spent.argon2[std::get<Argon2Scheme>(scheme)];
  }
  return spent;
}

TEST_CASE("a failure costs the same for an unknown user and for every kind of stored hash",
          "[unit][password]") {
  PasswordCost cost{kSmall};
  const Argon2Scheme outdated{.memoryKiB = 16, .iterations = 3};
  cost.learn(outdated);
  for (const std::uint32_t bcrypt : {10U, 12U, 11U}) cost.learn(BcryptScheme{.cost = bcrypt});

  const Spent unknown = spentOnFailure(cost, std::nullopt);
  CHECK(unknown == Spent{.argon2 = {{kSmall, 1}, {outdated, 1}}, .bcryptRounds = 1ULL << 12U});
  CHECK(spentOnFailure(cost, kSmall) == unknown);
  CHECK(spentOnFailure(cost, outdated) == unknown);
  for (const std::uint32_t bcrypt : {4U, 10U, 11U, 12U})
    CHECK(spentOnFailure(cost, BcryptScheme{.cost = bcrypt}) == unknown);
}

TEST_CASE("a failure costs one hash while the store holds only today's", "[unit][password]") {
  const PasswordCost cost{kSmall};
  CHECK(cost.outstanding(std::nullopt) == std::vector<PasswordScheme>{kSmall});
  CHECK(cost.outstanding(kSmall).empty());
}

TEST_CASE("the kinds of Argon2 hash that every failure pays for are limited", "[unit][password]") {
  PasswordCost cost{kSmall};
  for (std::uint32_t iterations = 1; iterations <= 10; ++iterations)
    cost.learn(Argon2Scheme{.iterations = iterations});
  CHECK(cost.outstanding(std::nullopt).size() == PasswordCost::kMostArgon2Kinds);
}

double cpuSeconds() {
  std::timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <class Work>
double cpuSecondsOf(Work work) {
  const double before = cpuSeconds();
  work();
  return cpuSeconds() - before;
}

// The costs are 50 ms against less than one, so this needs no quiet machine.
TEST_CASE("a failure really computes what it owes for imported users", "[unit][password][bcrypt]") {
  auto passwords = hasher();
  const std::string imported = bcryptWithCost("10");
  const std::string weakerImport = bcryptWithCost("04");
  const std::string current = passwords.hash("correct horse");
  const auto failing = [&](const std::optional<std::string>& stored) {
    return cpuSecondsOf([&] { CHECK_FALSE(passwords.verify("wrong", stored).matches); });
  };

  const double oneBcrypt = cpuSecondsOf([] { spendBcrypt(10); });
  CHECK(failing(std::nullopt) < oneBcrypt / 2);
  passwords.expect(imported);
  CHECK(failing(std::nullopt) > oneBcrypt / 2);
  CHECK(failing(current) > oneBcrypt / 2);
  CHECK(failing(weakerImport) > oneBcrypt / 2);
  CHECK(failing("malformed") > oneBcrypt / 2);
  CHECK(cpuSecondsOf([&] { CHECK_FALSE(passwords.verify(std::string(73, 'p'), imported).matches); }) >
        oneBcrypt / 2);
}

TEST_CASE("a hash that is met teaches its kind", "[unit][password][bcrypt]") {
  auto passwords = hasher();
  const double oneBcrypt = cpuSecondsOf([] { spendBcrypt(10); });
  CHECK_FALSE(passwords.verify("wrong", bcryptWithCost("10")).matches);
  CHECK(cpuSecondsOf([&] { CHECK_FALSE(passwords.verify("wrong", std::nullopt).matches); }) > oneBcrypt / 2);
}

}  // namespace
}  // namespace mfa::crypto
