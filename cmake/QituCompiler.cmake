# Flags of our own targets: warnings are errors, sanitizers and clang-tidy on request.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # A precompiled header is taken as what it was made from; another checkout of the same sources finds the same objects.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()
find_program(MOLD mold) # links in a third of the time where it is installed

add_library(qitu_flags INTERFACE)
target_compile_options(qitu_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> # g++ 12 sees overlapping copies in std::string that are not there (GCC bug 105651)
  $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion> # clang counts it to -Wconversion, g++ does not
  -ffp-contract=off) # the same bits on every machine: no fused multiply-add behind our back

if(QITU_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

if(QITU_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

function(qitu_own target)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:qitu_flags>)
  if(QITU_TIDY)
    set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY "clang-tidy;--warnings-as-errors=*")
  endif()
endfunction()

# The headers that nearly every file includes, compiled once. The sources include what they need all the same.
function(qitu_precompile target)
  if(NOT QITU_PRECOMPILE)
    return()
  endif()
  if(NOT TARGET qitu_precompiled)
    file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
    add_library(qitu_precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
    set_target_properties(qitu_precompiled PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_link_libraries(qitu_precompiled PRIVATE fmt::fmt $<BUILD_INTERFACE:qitu_flags>)
    target_precompile_headers(qitu_precompiled PRIVATE <fmt/format.h> <algorithm> <array> <cmath> <filesystem> <functional>
      <map> <memory> <optional> <span> <string> <string_view> <unordered_map> <vector>)
  endif()
  target_precompile_headers(${target} REUSE_FROM qitu_precompiled)
endfunction()
