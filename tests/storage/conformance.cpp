// The suite, as an outsider includes it. The backends define the two functions that it asks for.
#include "mfa/testing/storage_conformance.hpp"
