# What a shipped binary gets: bounds and stack checks at run time, addresses that move, no writable jump tables.
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)

add_library(mfa_hardening INTERFACE)
if(MFA_HARDEN)
  target_compile_definitions(mfa_hardening INTERFACE _FORTIFY_SOURCE=2 _GLIBCXX_ASSERTIONS)
  target_compile_options(mfa_hardening INTERFACE -fstack-protector-strong -fstack-clash-protection)
  set_target_properties(mfa_hardening PROPERTIES INTERFACE_POSITION_INDEPENDENT_CODE ON)
  target_link_options(mfa_hardening INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
