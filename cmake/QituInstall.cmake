# The library with its headers and a CMake package, the command, and the data that both need.
include(CMakePackageConfigHelpers)
install(TARGETS qitu EXPORT qitu-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
if(TARGET qitu_command)
  install(TARGETS qitu_command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY src/qitu DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h" PATTERN "cli" EXCLUDE)
install(DIRECTORY layers styles DESTINATION ${CMAKE_INSTALL_DATADIR}/qitu)
install(EXPORT qitu-targets NAMESPACE qitu:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/qitu)
configure_package_config_file(cmake/qitu-config.cmake.in ${CMAKE_BINARY_DIR}/qitu-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/qitu)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/qitu-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/qitu-config.cmake ${CMAKE_BINARY_DIR}/qitu-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/qitu)
