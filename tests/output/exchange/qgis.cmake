# qitu_qgis_test(NAME FILE): a test, labelled qgis, that opens a published GeoPackage in QGIS. Only where the system has
# python3-qgis; it is large, so `setup` does not install it.
find_program(QITU_QGIS_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH) # Debian's own: python3-qgis is built for it
set(QITU_QGIS FALSE)
if(QITU_QGIS_PYTHON)
  execute_process(COMMAND ${QITU_QGIS_PYTHON} -c "import qgis.core" RESULT_VARIABLE found OUTPUT_QUIET ERROR_QUIET)
  if(found EQUAL 0)
    set(QITU_QGIS TRUE)
  endif()
endif()
if(NOT QITU_QGIS)
  message(STATUS "No python3-qgis: the tests that open results in QGIS are left out (apt-get install python3-qgis)")
endif()

function(qitu_qgis_test name file)
  if(QITU_QGIS)
    add_test(NAME ${name} COMMAND ${QITU_QGIS_PYTHON} -B ${PROJECT_SOURCE_DIR}/tests/output/exchange/qgis_open.py ${file})
    set_tests_properties(${name} PROPERTIES LABELS qgis ENVIRONMENT QT_QPA_PLATFORM=offscreen)
  endif()
endfunction()
