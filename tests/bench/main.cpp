// mfa_benchmarks [--server PROGRAM] [--folder FOLDER] [--growth] [NAME]...
//
// Prints a line for each figure. The exit status is 1 if a target was missed: a hint to look, for a busy
// machine misses them.
#include <filesystem>
#include <iostream>
#include <set>
#include <string>

#include "benchmarks.hpp"

int main(int argc, char** argv) {
  std::string program = MFA_SERVER_PROGRAM;
  auto folder = std::filesystem::temp_directory_path() / "mfa-bench";
  bool withGrowth = false;
  std::set<std::string> names;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--growth") {
      withGrowth = true;
    } else if ((argument == "--server" || argument == "--folder") && i + 1 < argc) {
      const std::string value = argv[++i];
      if (argument == "--server")
        program = value;
      else
        folder = value;
    } else {
      names.insert(argument);
    }
  }
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const auto isWanted = [&names](const char* name) { return names.empty() || names.contains(name); };

  bench::Report report;
  if (isWanted("getSession")) bench::getSession(report);
  if (isWanted("signIn")) bench::signIn(report);
  if (isWanted("refresh")) bench::refresh(report, folder);
  if (isWanted("httpSession")) bench::httpSession(report, program, folder);
  if (isWanted("weight")) bench::weight(report, program, folder);
  if (withGrowth) bench::growth(report, folder);
  std::filesystem::remove_all(folder);
  return report.allReached() ? 0 : 1;
}
