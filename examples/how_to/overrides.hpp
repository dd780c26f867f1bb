// Overrides as a host writes them: docs/how-to/override-a-flow.md explains each.
#pragma once

#include <atomic>
#include <mfa/mfa.hpp>

/// How often a code was right.
extern std::atomic<int> codesSpent;

/// Counts, and changes nothing.
mfa::Passwordless::Functions countCodes(mfa::Passwordless::Functions original);

/// Codes by text message, counted.
mfa::Recipe countedCodes();

/// Only addresses of the company may sign up.
mfa::EmailPassword::Apis ownAddressesOnly(mfa::EmailPassword::Apis original);

/// Takes the route off the server that tells who has an account.
mfa::EmailPassword::Apis withoutEmailExists(mfa::EmailPassword::Apis original);

/// Every session says which plan its user has; the plan is looked up once per sign-in.
mfa::Session::Functions withPlan(mfa::Session::Functions original);

/// Who signs up brings an invitation in a header: the API leaves it in the context, and the function finds
/// it.
mfa::EmailPassword::Apis readInvitation(mfa::EmailPassword::Apis original);
mfa::EmailPassword::Functions needInvitation(mfa::EmailPassword::Functions original);

/// Two layers over the APIs, one over the functions.
mfa::Recipe invitedColleaguesOnly();
