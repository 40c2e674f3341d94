#include <qitu/data/gdal/messages.h>

#include <catch2/catch.hpp>

using namespace qitu;

TEST_CASE("Failures are collected in order, each once, and warnings are not") {
    const gdal::Quiet quiet;
    CHECK_FALSE(gdal::failed());
    CHECK(gdal::message("none") == "none");
    CPLError(CE_Failure, CPLE_AppDefined, "no room.\n");
    CPLError(CE_Failure, CPLE_AppDefined, "no layer");
    CPLError(CE_Failure, CPLE_AppDefined, "no room.");
    CHECK(gdal::failed());
    CPLError(CE_Warning, CPLE_AppDefined, "slow");
    CHECK(gdal::message("none") == "no room; no layer");
    gdal::forget();
    CHECK_FALSE(gdal::failed());
    CHECK(gdal::message("none") == "none");
}

TEST_CASE("The innermost silence collects, and the outer one goes on after it") {
    const gdal::Quiet outer;
    CPLError(CE_Failure, CPLE_AppDefined, "outer");
    {
        const gdal::Quiet inner;
        CHECK(gdal::message("none") == "none");
        CPLError(CE_Failure, CPLE_AppDefined, "inner");
        CHECK(gdal::message("none") == "inner");
    }
    CHECK(gdal::message("none") == "outer");
}
