// For docs/how-to/replace-a-lost-phone.md: what an administrator does, and what a host asks of a first
// enrolment.
#pragma once

#include <mfa/mfa.hpp>
#include <string>
#include <vector>

/// Lets somebody who has lost the phone enrol another one at the next sign-in. Returns what there was.
std::vector<std::string> letEnrolAnew(const mfa::Auth& auth, const std::string& userId);

/// A recipe in whose app nobody enrols a first phone without a verified e-mail address.
mfa::Recipe codesForVerifiedUsers();
