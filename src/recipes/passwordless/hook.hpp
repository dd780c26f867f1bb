// How a default gets into a table.
#pragma once

#include "recipes/passwordless/impl.hpp"

namespace mfa::passwordless {

/// A hook that runs `rule`. The recipe's object never moves, so the reference stays good. An override may
/// call it with a context of its own, which is bound first.
template <class Operation, class Rule>
[[nodiscard]] Hook<Operation> hook(const Passwordless::Impl& impl, Rule rule) {
  return [&impl, rule](const typename Operation::Input& input) {
    impl.bind(input.userContext);
    return rule(impl, input);
  };
}

}  // namespace mfa::passwordless
