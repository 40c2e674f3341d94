# Flags of our own targets: warnings are errors, sanitizers and clang-tidy on request.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

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
