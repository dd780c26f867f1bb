# ccache, when there is one. Precompiled headers need the sloppiness: without it every unit that includes one is a miss.
find_program(MFA_CCACHE ccache)
mark_as_advanced(MFA_CCACHE)
if(MFA_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${MFA_CCACHE})
endif()

# Linked by whatever has a precompiled header. ccache needs the first under GCC; under Clang the header would otherwise
# carry a time stamp that makes each build a miss.
add_library(mfa_precompiled INTERFACE)
target_compile_options(mfa_precompiled INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
  "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
