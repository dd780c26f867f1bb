# ccache, when there is one. The precompiled header of the tests needs the sloppiness: without it every unit that
# includes it is a miss.
find_program(MFA_CCACHE ccache)
mark_as_advanced(MFA_CCACHE)
if(MFA_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${MFA_CCACHE})
endif()
