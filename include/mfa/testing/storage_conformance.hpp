/// @file
/// The storage conformance suite: what every `Storage` must do, as test cases. The bundled storages and
/// `examples/custom_storage` pass it; yours proves itself by it.
///
/// Include it in one file of a program that uses Catch2 2.13, and define two functions:
/// @code
/// #define CATCH_CONFIG_MAIN
/// #include <mfa/testing/storage_conformance.hpp>
/// namespace mfa::testing {
/// std::shared_ptr<Storage> openEmptyStorage() { return std::make_shared<MyStorage>(); }
/// std::shared_ptr<Storage> reopenStorage(std::shared_ptr<Storage>) { return nullptr; }  // forgets
/// everything
/// }
/// @endcode
///
/// The cases cover outcomes of every verb, rollback, durability, and races between threads that are released
/// together. They take seconds; with the environment variable MFA_NIGHTLY=1 the races run in full, which
/// takes minutes. No case sleeps or reads a clock. Link the program with threads.
#pragma once

#include "mfa/testing/storage_conformance/budget_windows.hpp"
#include "mfa/testing/storage_conformance/budgets.hpp"
#include "mfa/testing/storage_conformance/circuits.hpp"
#include "mfa/testing/storage_conformance/code_spending.hpp"
#include "mfa/testing/storage_conformance/codes.hpp"
#include "mfa/testing/storage_conformance/durability.hpp"
#include "mfa/testing/storage_conformance/events.hpp"
#include "mfa/testing/storage_conformance/factors.hpp"
#include "mfa/testing/storage_conformance/keys.hpp"
#include "mfa/testing/storage_conformance/known_clients.hpp"
#include "mfa/testing/storage_conformance/metadata.hpp"
#include "mfa/testing/storage_conformance/races.hpp"
#include "mfa/testing/storage_conformance/sessions.hpp"
#include "mfa/testing/storage_conformance/settings.hpp"
#include "mfa/testing/storage_conformance/transactions.hpp"
#include "mfa/testing/storage_conformance/user_pages.hpp"
#include "mfa/testing/storage_conformance/users.hpp"
