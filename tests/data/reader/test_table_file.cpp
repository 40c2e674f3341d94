#include "files.h"

#include <qitu/data/reader/table_file.h>

#include <catch2/catch.hpp>

#include <fstream>

using namespace qitu;
using reader::read_csv;
using reader::Record;

namespace {

std::filesystem::path written(const files::Folder &folder, std::string_view bytes) {
    std::filesystem::path file = folder / "table.csv";
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
}

using Cells = std::vector<std::string>;

} // namespace

TEST_CASE("A CSV in UTF-8, GB18030 or UTF-16 gives the same text") {
    const files::Folder folder;
    const Cells expected{"旗县", "临河区"};
    for (const std::string_view bytes :
         {std::string_view("旗县,临河区\n"), std::string_view("\xEF\xBB\xBF旗县,临河区\r\n"),
          std::string_view("\xC6\xEC\xCF\xD8,\xC1\xD9\xBA\xD3\xC7\xF8\n"),
          std::string_view("\xFF\xFE\xD7\x65\xBF\x53,\0\x34\x4E\xB3\x6C\x3A\x53\n\0", 16)}) {
        const std::vector<Record> records = read_csv(written(folder, bytes));
        REQUIRE(records.size() == 1);
        CHECK(records[0].cells == expected);
    }
}

TEST_CASE("A CSV in UTF-16 may hold ASCII characters only") {
    const files::Folder folder;
    CHECK(read_csv(written(folder, std::string_view("\xFF\xFE"
                                                    "a\0,\0b\0",
                                                    8)))[0]
              .cells == Cells{"a", "b"});
}

TEST_CASE("A quoted cell holds separators, quotation marks and line breaks") {
    const files::Folder folder;
    const std::vector<Record> records = read_csv(written(folder, "a,\"b, \"\"c\"\"\nd\"\n\n , \ne;f\tg\n"));
    REQUIRE(records.size() == 2); // blank records are skipped
    CHECK(records[0].line == 1);
    CHECK(records[0].cells == Cells{"a", "b, \"c\"\nd"});
    CHECK(records[1].line == 5);
    CHECK(records[1].cells == Cells{"e;f\tg"});
    CHECK(read_csv(folder / "table.csv", ",;\t")[1].cells == Cells{"e", "f", "g"});
}

TEST_CASE("A CSV that cannot be read is refused with file and line") {
    const files::Folder folder;
    const auto refused = [&](std::string_view bytes) {
        try {
            read_csv(written(folder, bytes));
        } catch (const Error &error) {
            CHECK(error.kind() == ErrorKind::unreadable);
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK_THAT(refused("a\nb,\"c\n"), Catch::EndsWith("table.csv, line 2: a quoted cell is never closed."));
    CHECK_THAT(refused("\"a\"b\n"), Catch::Contains("table.csv, line 1: "));
    CHECK_THAT(refused("a\xFF\xFFz\n"), Catch::Contains("neither UTF-8 nor GB18030"));
    CHECK_THROWS_AS(read_csv(folder / "gone.csv"), Error);
}
