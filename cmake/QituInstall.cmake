# The library with its headers and a CMake package, the command, and the data that both need.
include(CMakePackageConfigHelpers)
install(TARGETS qitu EXPORT qitu-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
if(TARGET qitu_command)
  install(TARGETS qitu_command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT qitu)
endif()
install(DIRECTORY layers styles DESTINATION ${CMAKE_INSTALL_DATADIR}/qitu COMPONENT qitu)
install(EXPORT qitu-targets NAMESPACE qitu:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/qitu COMPONENT dev)
set(QITU_DATA_DIR ${CMAKE_INSTALL_DATADIR}/qitu)
configure_package_config_file(cmake/qitu-config.cmake.in ${CMAKE_BINARY_DIR}/qitu-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/qitu PATH_VARS QITU_DATA_DIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/qitu-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/qitu-config.cmake ${CMAKE_BINARY_DIR}/qitu-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/qitu COMPONENT dev)
