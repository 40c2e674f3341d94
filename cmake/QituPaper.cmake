# Manual pages in both languages and completion scripts: the command itself writes them, from what it declares.
if(NOT TARGET qitu_command)
  return()
endif()
find_program(GZIP gzip REQUIRED)
set(share ${CMAKE_BINARY_DIR}/share)
set(zsh_completion ${share}/zsh/vendor-completions/_qitu) # where Debian's zsh looks; site-functions is the administrator's
set(bash_completion ${share}/bash-completion/completions/qitu)
set(fish_completion ${share}/fish/vendor_completions.d/qitu.fish)

add_custom_command(OUTPUT ${share}/man.stamp
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${share}/man
  COMMAND qitu_command --lang en manual ${share}/man/man1
  COMMAND qitu_command --lang zh manual ${share}/man/zh_CN/man1
  COMMAND ${GZIP} -9nrf ${share}/man
  COMMAND ${CMAKE_COMMAND} -E touch ${share}/man.stamp
  DEPENDS qitu_command translations COMMENT "Writing the manual pages" VERBATIM)
add_custom_command(OUTPUT ${bash_completion} ${zsh_completion} ${fish_completion}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${share}/bash-completion/completions ${share}/zsh/vendor-completions
          ${share}/fish/vendor_completions.d
  COMMAND qitu_command complete bash > ${bash_completion}
  COMMAND qitu_command complete zsh > ${zsh_completion}
  COMMAND qitu_command complete fish > ${fish_completion}
  DEPENDS qitu_command COMMENT "Writing the completion scripts")
add_custom_target(paper ALL DEPENDS ${share}/man.stamp ${bash_completion} ${zsh_completion} ${fish_completion})

install(DIRECTORY ${share}/man DESTINATION ${CMAKE_INSTALL_DATADIR} COMPONENT qitu)
install(FILES ${bash_completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT qitu)
install(FILES ${zsh_completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT qitu)
install(FILES ${fish_completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT qitu)
