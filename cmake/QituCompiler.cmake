# Flags of our own targets: warnings are errors, sanitizers and clang-tidy on request.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # A precompiled header is taken as what it was made from; another checkout of the same sources finds the same objects.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

# The first linker of these that the compiler can drive: both take a fraction of the time of GNU ld.
include(CheckLinkerFlag)
foreach(linker mold lld)
  check_linker_flag(CXX -fuse-ld=${linker} QITU_LINKS_WITH_${linker})
  if(QITU_LINKS_WITH_${linker})
    add_link_options(-fuse-ld=${linker})
    break()
  endif()
endforeach()

add_library(qitu_flags INTERFACE)
target_compile_options(qitu_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> # g++ 12 sees overlapping copies in std::string that are not there (GCC bug 105651)
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow> # and, at -O3, appended strings of 2^63 bytes (GCC bug 105329)
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${QITU_UNITY}>>:-Wno-subobject-linkage> # a .cpp in a batch is no header
  $<$<BOOL:${QITU_UNITY}>:-Wno-shadow> # by a name of another .cpp in the batch; builds without batches hold this warning
  $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion> # clang counts it to -Wconversion, g++ does not
  $<$<CXX_COMPILER_ID:Clang>:-Wno-double-promotion> # g++ looks for float made double; clang also for double made long double
  -ffp-contract=off) # the same bits on every machine: no fused multiply-add behind our back

if(QITU_SANITIZE)
  add_compile_options(-fsanitize=${QITU_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${QITU_SANITIZE})
  add_compile_definitions(QITU_SANITIZED)
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

# What nearly every file includes.
set(QITU_STD <fmt/format.h> <algorithm> <array> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set> <span> <string>
  <string_view> <tuple> <unordered_map> <variant> <vector>)

# qitu_precompile(TARGET NAME HEADERS…): headers that are compiled once for all targets that give the same NAME, which must have the
# same flags. It only saves time: the sources include what they need all the same.
function(qitu_precompile target name)
  if(NOT QITU_PRECOMPILE)
    return()
  endif()
  if(NOT TARGET ${name})
    file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/${name}.cpp CONTENT "")
    add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/${name}.cpp)
    get_target_property(position_independent ${target} POSITION_INDEPENDENT_CODE)
    get_target_property(options ${target} COMPILE_OPTIONS)
    if(position_independent)
      set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    endif()
    target_compile_options(${name} PRIVATE ${options})
    target_link_libraries(${name} PRIVATE $<BUILD_INTERFACE:qitu_flags> fmt::fmt)
    target_precompile_headers(${name} PRIVATE ${ARGN})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${name})
endfunction()
