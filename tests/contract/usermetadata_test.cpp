#include <catch2/catch.hpp>

#include "mfa/mfa.hpp"

using namespace mfa;

namespace {

Config config(std::shared_ptr<Storage> storage, std::vector<Recipe> recipes) {
  return {.appInfo = {.appName = "Acme",
                      .apiDomain = "https://api.acme.example",
                      .websiteDomain = "https://acme.example"},
          .storage = std::move(storage),
          .recipeList = std::move(recipes)};
}

struct MetadataServer {
  Auth auth{config(sqlite::open(":memory:"), {})};
  const UserMetadata& metadata = auth.userMetadata();
};

}  // namespace

TEST_CASE("metadata is always there and empty at first", "[contract][usermetadata]") {
  const MetadataServer server;
  CHECK(server.metadata.getUserMetadata("anybody").empty());
  CHECK(ok(server.metadata.getUserMetadata({.userId = "anybody"}))->metadata.empty());
}

TEST_CASE("an update merges at the root and gives back what came of it", "[contract][usermetadata]") {
  const MetadataServer server;
  const auto& metadata = server.metadata;
  CHECK(metadata.updateUserMetadata("u", {{"a", 1}, {"b", {{"c", 1}}}}) ==
        json::object{{"a", 1}, {"b", {{"c", 1}}}});
  CHECK(metadata.updateUserMetadata("u", {{"a", nullptr}, {"b", {{"d", nullptr}}}}) ==
        json::object{{"b", {{"d", nullptr}}}});
  CHECK(metadata.getUserMetadata("u") == json::object{{"b", {{"d", nullptr}}}});
  CHECK(metadata.getUserMetadata("v").empty());
}

TEST_CASE("cleared metadata is empty again", "[contract][usermetadata]") {
  const MetadataServer server;
  server.metadata.updateUserMetadata("u", {{"a", 1}});
  server.metadata.clearUserMetadata("u");
  CHECK(server.metadata.getUserMetadata("u").empty());
  CHECK_NOTHROW(server.metadata.clearUserMetadata("nobody"));
}

TEST_CASE("numbers and texts of metadata come back as they went in", "[contract][usermetadata]") {
  const MetadataServer server;
  const json::object document{{"big", std::numeric_limits<std::int64_t>::max()},
                              {"unsigned", std::numeric_limits<std::uint64_t>::max()},
                              {"small", 5e-324},
                              {"text", "\xF0\x9F\x90\x8E \" \\ \x01"},
                              {"__proto__", json::array{true, nullptr}}};
  CHECK(server.metadata.updateUserMetadata("u", document) == document);
  CHECK(server.metadata.getUserMetadata("u") == document);
}

TEST_CASE("an update that is refused writes nothing", "[contract][usermetadata]") {
  const MetadataServer server;
  const auto& metadata = server.metadata;
  metadata.updateUserMetadata("u", {{"a", 1}});
  CHECK_THROWS_AS(
      metadata.updateUserMetadata("u", {{"a", 2}, {"b", std::numeric_limits<double>::infinity()}}),
      BadInputError);
  CHECK_THROWS_AS(metadata.updateUserMetadata("u", {{"a", std::string(70'000, 'x')}}), BadInputError);
  CHECK_THROWS_AS(metadata.updateUserMetadata("", {{"a", 1}}), BadInputError);
  CHECK(metadata.getUserMetadata("u") == json::object{{"a", 1}});
}

TEST_CASE("two updates that fit but not together are refused as a whole", "[contract][usermetadata]") {
  const MetadataServer server;
  const auto& metadata = server.metadata;
  metadata.updateUserMetadata("u", {{"a", std::string(40'000, 'x')}});
  CHECK_THROWS_AS(metadata.updateUserMetadata("u", {{"b", std::string(40'000, 'x')}, {"c", 1}}),
                  BadInputError);
  CHECK(metadata.getUserMetadata("u").size() == 1);
  CHECK(metadata.updateUserMetadata("u", {{"a", nullptr}, {"b", std::string(40'000, 'x')}}).size() == 1);
}

TEST_CASE("overrides of metadata see every call and its context", "[contract][usermetadata]") {
  std::vector<std::string> seen;
  const Auth auth{
      config(sqlite::open(":memory:"),
             {UserMetadata::init({.override = {.functions = [&seen](UserMetadata::Functions original) {
                                    auto functions = original;
                                    functions.updateUserMetadata =
                                        [&seen, original](UserMetadata::UpdateUserMetadata::Input input) {
                                          seen.push_back(*input.userContext.get<std::string>("who"));
                                          input.metadataUpdate["touched"] = true;
                                          return original.updateUserMetadata(std::move(input));
                                        };
                                    return functions;
                                  }}})})};
  UserContext context;
  context.set("who", std::string{"host"});
  CHECK(auth.userMetadata().updateUserMetadata("u", {{"a", 1}}, context) ==
        json::object{{"a", 1}, {"touched", true}});
  CHECK(seen == std::vector<std::string>{"host"});
  CHECK(&context.auth() == &auth);
}

TEST_CASE("an emptied function of metadata is a mistake of the configuration", "[contract][usermetadata]") {
  const auto emptied = [](UserMetadata::Functions functions) {
    functions.getUserMetadata = nullptr;
    return functions;
  };
  CHECK_THROWS_AS(
      Auth(config(sqlite::open(":memory:"), {UserMetadata::init({.override = {.functions = emptied}})})),
      ConfigError);
}
