// The suite is whole: no kind of attack, no defence and no row of the manual's table is missing.
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <set>

#include "attacks/attack.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr int kKinds = 36;

#ifdef MFA_TESTING

/// A row of the table: id, what the attack does, rule, test, mutant.
std::vector<std::string> cellsOf(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t begin = line.find('|') + 1; begin < line.size();) {
    const auto end = line.find('|', begin);
    if (end == std::string::npos) break;
    cells.emplace_back(http::trimmed(std::string_view{line}.substr(begin, end - begin)));
    begin = end + 1;
  }
  return cells;
}

std::vector<std::vector<std::string>> rowsOfManual() {
  std::ifstream page{MFA_ATTACKS_PAGE};
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(page, line);)
    if (line.starts_with("| A")) rows.push_back(cellsOf(line));
  return rows;
}

std::string mutantOf(const Attack& attack) {
  if (attack.isOpenInGuide) return "the guide as it stands";
  std::string names;
  for (const auto defence : attack.mutant)
    names.append(names.empty() ? "" : ", ").append("`").append(nameOf(defence)).append("`");
  return names;
}

#endif

}  // namespace

TEST_CASE("each kind of attack is played at least once", "[attacks][table]") {
  std::set<std::string> played;
  for (const auto& attack : attacks()) played.insert(attack.id);
  for (int kind = 1; kind <= kKinds; ++kind) CHECK(played.contains("A" + std::to_string(kind)));
  CHECK(played.size() == kKinds);
}

TEST_CASE("each attack has a name of its own and either a mutant or the guide as its mutant",
          "[attacks][table]") {
  std::set<std::string> names;
  for (const auto& attack : attacks()) {
    INFO(attack.name);
    CHECK(names.insert(attack.name).second);
    CHECK(attack.name.find_first_of(";,[\\") == std::string::npos);
    CHECK(attack.mutant.empty() == attack.isOpenInGuide);
    CHECK_FALSE(attack.rule.empty());
  }
}

#ifdef MFA_TESTING

TEST_CASE("each defence is the only one that stops some attack", "[attacks][table]") {
  const auto all = attacks();
  for (const auto defence : allDefences()) {
    INFO(nameOf(defence));
    CHECK(std::ranges::any_of(
        all, [defence](const Attack& attack) { return attack.mutant == std::vector{defence}; }));
  }
}

TEST_CASE("the manual's table of attacks is the suite's", "[attacks][table]") {
  const auto rows = rowsOfManual();
  const auto all = attacks();
  REQUIRE(rows.size() == all.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO(all[i].id << ' ' << all[i].name);
    REQUIRE(rows[i].size() == 5);
    CHECK(rows[i][0] == all[i].id);
    CHECK_FALSE(rows[i][1].empty());
    CHECK(rows[i][2] == all[i].rule);
    CHECK(rows[i][3] == all[i].name);
    CHECK(rows[i][4] == mutantOf(all[i]));
  }
}

TEST_CASE("a defence that was taken away is back when its test is over", "[attacks][table]") {
  {
    const WithoutDefences removed{{Defence::OlderCodesDie}};
    CHECK_FALSE(stands(Defence::OlderCodesDie));
    CHECK(stands(Defence::CodesAreSpentOnce));
  }
  for (const auto defence : allDefences()) CHECK(stands(defence));
}

#endif
