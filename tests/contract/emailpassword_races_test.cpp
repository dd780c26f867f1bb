#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <latch>
#include <random>
#include <thread>

#include "contract/password_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

constexpr std::array<const char*, 12> kSpellings{
    "ada@example.com",   "Ada@example.com",  "ADA@EXAMPLE.COM",   "ada@Example.Com",
    " ada@example.com",  "ada@example.com ", "\tada@example.com", "ada@example.com\n",
    " ADA@example.COM ", "aDA@exAMPle.com",  "adA@example.coM",   "\r\nAda@Example.com"};

// A file, because a database in memory has one connection, which knows no races.
struct DatabaseFile {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("mfa_sign_up_race_" + std::to_string(std::random_device{}()));
  DatabaseFile() { std::filesystem::create_directory(folder); }
  ~DatabaseFile() { std::filesystem::remove_all(folder); }
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;
};

}  // namespace

TEST_CASE("of 64 sign-ups at once with one address in twelve spellings one makes a user",
          "[contract][emailpassword][races]") {
  const DatabaseFile file;
  PasswordServer server{
      {.passwords =
           [](EmailPassword::Config& config) { config.passwordHashing.patience = std::chrono::minutes{5}; },
       .config =
           [&file](Config& config) { config.storage = sqlite::open((file.folder / "auth.db").string()); }}};
  std::latch start{64};
  std::atomic<int> made = 0;
  std::atomic<int> taken = 0;
  std::vector<std::jthread> requests;
  for (std::size_t i = 0; i < 64; ++i)
    requests.emplace_back([&, i] {
      auto page = server.browser();
      start.arrive_and_wait();
      const auto answer = page.signUp(kSpellings[i % kSpellings.size()], kGoodPassword);
      if (answer.outcome() == "OK") ++made;
      if (answer.response.body.find("This email already exists. Please sign in instead.") !=
          std::string::npos)
        ++taken;
    });
  requests.clear();  // joins
  CHECK(made == 1);
  CHECK(taken == 63);
  CHECK(server.auth().getUserCount() == 1);
  CHECK(server.auth().listUsersByAccountInfo(kPublicTenant, {.email = "ada@example.com"}).size() == 1);
}
