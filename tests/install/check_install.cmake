# Installs a build into a folder of its own, then builds and runs a guest's program against it.
#   cmake -D BUILD=… -D SOURCE=… -D WORK=… -D GENERATOR=… -D COMPILER=… [-D FLAGS=…] -P check_install.cmake
cmake_minimum_required(VERSION 3.25)

# Between the meridians 111 and 111.01 and the parallels 41 and 41.01, by the exact integral over the ellipsoid
# b²/2·Δλ·[sin φ/(1 − e² sin² φ) + artanh(e sin φ)/e]. Lines straight in the plane differ from parallels by less than 1 m² here.
set(EXPECTED 934284)

function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGN}: status ${status}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/build -G ${GENERATOR} -D CMAKE_CXX_COMPILER=${COMPILER}
    -D EXAMPLES=${SOURCE}/../../docs/examples -D CMAKE_PREFIX_PATH=${WORK}/prefix "-DCMAKE_CXX_FLAGS=${FLAGS}")
run(${CMAKE_COMMAND} --build ${WORK}/build)

# Nobody may find headers that are private to a room.
file(GLOB_RECURSE headers RELATIVE ${WORK}/prefix/include/qitu ${WORK}/prefix/include/qitu/*)
foreach(header ${headers})
  if(NOT header MATCHES "^[a-z]+/[a-z_]+/[a-z_]+\\.h$")
    message(FATAL_ERROR "${header} is installed and is no public header")
  endif()
endforeach()

run(${WORK}/build/guest)
if(NOT output MATCHES "^high_standard_farmland: ([0-9]+)\\.[0-9] m2\n$")
  message(FATAL_ERROR "The guest's program says: ${output}")
endif()
math(EXPR difference "${CMAKE_MATCH_1} - ${EXPECTED}")
if(difference LESS -2 OR difference GREATER 2)
  message(FATAL_ERROR "The guest's square has ${CMAKE_MATCH_1} m2 and should have ${EXPECTED}")
endif()
file(WRITE ${WORK}/parcel.geojson "{\"type\": \"Polygon\", \"coordinates\": [[[107.4, 40.7], [107.41, 40.7], [107.41, 40.71], [107.4, 40.7]]]}")
run(${CMAKE_COMMAND} -E env QITU_DATA=${WORK}/prefix/share/qitu ${WORK}/build/features_by_zone ${WORK}/parcel.geojson)
if(NOT output MATCHES "150802: 1 features, ")
  message(FATAL_ERROR "The example features_by_zone says: ${output}")
endif()
file(REMOVE_RECURSE ${WORK})
