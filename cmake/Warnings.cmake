# Linked by every target of ours. A parent project gets no warning flag of ours, and its own do not stop our build.
add_library(mfa_warnings INTERFACE)
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(mfa_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror)
endif()
