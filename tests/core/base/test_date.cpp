#include <qitu/core/base/date.h>

#include <catch2/catch.hpp>

using namespace qitu;

TEST_CASE("A date is read as ISO 8601 writes it, and as people shorten it") {
    using namespace std::chrono;
    CHECK(date_from("2023-05-01") == 2023y / May / 1);
    CHECK(date_from("2023-5-1") == 2023y / May / 1);
    CHECK(date_from("2024-02-29") == 2024y / February / 29);
    for (const char *wrong : {"", "2023", "2023-05", "2023-05-01x", "2023-05-010", "2023-02-29", "2023-13-01",
                              "2023-00-10", "20230501", "-023-05-01", "2023/05/01", "2023--5-01"})
        CHECK_FALSE(date_from(wrong));
}

TEST_CASE("A date is written with all its digits") {
    using namespace std::chrono;
    CHECK(date_text(2023y / May / 1) == "2023-05-01");
}
