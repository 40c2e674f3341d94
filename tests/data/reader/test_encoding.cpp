#include "encoding/encoding.h"
#include "files.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/text.h>
#include <qitu/data/reader/raw_file.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace qitu;
using namespace qitu::reader;
using catalogue::Value;
using files::Folder;
using files::refusal;
using files::Refusal;
using files::Sheet;

namespace {

Sheet sheet(const std::string &encoding) {
    Sheet result;
    result.columns = {{"项目名称", OFTString, 40}};
    for (const char *text :
         {"临河区狼山镇高标准农田建设项目", "五原县隆兴昌镇一标段", "乌拉特前旗先锋镇改造提升"})
        result.rows.push_back({files::field_wkt, {text}});
    result.encoding = encoding;
    return result;
}

Diagnostics understood(const std::filesystem::path &file, const std::string &encoding = {}) {
    OpenOptions options;
    options.encoding = encoding;
    return RawFile(file, options).diagnostics();
}

std::string first_text(const std::filesystem::path &file, const std::string &encoding = {}) {
    OpenOptions options;
    options.encoding = encoding;
    RawFile raw(file, options);
    RawFeature feature;
    REQUIRE(raw.next(feature));
    return raw.fields()[0] + " " + catalogue::text_of(feature.values[0]);
}

void set_language_byte(const std::filesystem::path &dbf, char byte) {
    std::fstream stream(dbf, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(29);
    stream.put(byte);
}

constexpr const char *expected = "项目名称 临河区狼山镇高标准农田建设项目";

} // namespace

TEST_CASE("GBK without a .cpg is found from the records and field names") {
    const Folder folder;
    files::write(folder / "a.shp", sheet("GBK"));
    CHECK(first_text(folder / "a.shp") == expected);
    CHECK(understood(folder / "a.shp").encoding == "GBK");
    CHECK(understood(folder / "a.shp").encoding_evidence ==
          "not declared; 4 of 4 texts are valid GB18030, 100 % common Hanzi");
}

TEST_CASE("UTF-8 without a .cpg is found, and the language byte 0x57 believed by nobody") {
    const Folder folder;
    Sheet utf8 = sheet("");
    utf8.columns[0].name = "名称";
    files::write(folder / "a.shp", utf8);
    set_language_byte(folder / "a.dbf", 0x57);
    CHECK(first_text(folder / "a.shp") == "名称 临河区狼山镇高标准农田建设项目");
    CHECK(understood(folder / "a.shp").encoding == "UTF-8");
    CHECK(understood(folder / "a.shp").encoding_evidence == "not declared; 4 of 4 texts are valid UTF-8");
}

TEST_CASE("The language byte of code page 936 is believed when the bytes agree") {
    const Folder folder;
    files::write(folder / "a.shp", sheet("GBK"));
    set_language_byte(folder / "a.dbf", 0x4D);
    CHECK(first_text(folder / "a.shp") == expected);
    CHECK(understood(folder / "a.shp").encoding_evidence ==
          "according to the language byte of the .dbf file; 4 of 4 texts are valid GB18030, 100 % common "
          "Hanzi");
}

TEST_CASE("A .cpg that the bytes agree with is believed") {
    const Folder folder;
    files::write(folder / "a.shp", sheet("GBK"));
    for (const char *name : {"GBK", "936", "GB2312", "CP936", "GB18030"}) {
        support::write_file(folder / "a.cpg", name);
        CHECK(first_text(folder / "a.shp") == expected);
    }
}

TEST_CASE("A .cpg that lies stops the reading and names the encoding that fits") {
    const Folder folder;
    files::write(folder / "a.shp", sheet("GBK"));
    for (const char *lie : {"UTF-8", "ISO-8859-1"}) {
        support::write_file(folder / "a.cpg", lie);
        const Refusal refused = refusal([&] { understood(folder / "a.shp"); });
        CHECK(refused.kind == ErrorKind::unreadable);
        CHECK(refused.message ==
              fmt::format("{}: the .cpg file specifies {}, but 4 of 4 texts are valid GB18030, 100 % common "
                          "Hanzi. Give the encoding GBK, or correct the .cpg file.",
                          (folder / "a.shp").string(), lie));
    }
    CHECK(first_text(folder / "a.shp", "GBK") == expected);
    CHECK(understood(folder / "a.shp", "GBK").encoding_evidence == "as given");
}

TEST_CASE("An --encoding that nobody knows is wrong usage") {
    const Folder folder;
    files::write(folder / "a.shp", sheet("GBK"));
    const Refusal refused = refusal([&] { understood(folder / "a.shp", "klingon"); });
    CHECK(refused.kind == ErrorKind::usage);
    CHECK(refused.message == "There is no encoding \"klingon\". Use UTF-8, GBK or GB18030.");
}

TEST_CASE("Texts in an encoding of neither kind stop the reading") {
    const Folder folder;
    Sheet latin = sheet("ISO-8859-1");
    latin.columns[0].name = "nom";
    latin.rows = {{files::field_wkt, {"à côté du pré é"}}, {files::field_wkt, {"forêt très âgée é"}}};
    files::write(folder / "a.shp", latin);
    const Refusal refused = refusal([&] { understood(folder / "a.shp"); });
    CHECK(refused.kind == ErrorKind::unreadable);
    CHECK(refused.message.find("a.shp: the encoding of its texts cannot be determined") != std::string::npos);
    CHECK(refused.message.ends_with("Give the encoding."));
    CHECK(first_text(folder / "a.shp", "ISO-8859-1") == "nom à côté du pré é");
}

TEST_CASE("Pure ASCII is said to be that") {
    const Folder folder;
    Sheet plain = sheet("");
    plain.columns[0].name = "XMMC";
    plain.rows = {{files::field_wkt, {"Linhe"}}};
    files::write(folder / "a.shp", plain);
    CHECK(understood(folder / "a.shp").encoding == "ASCII");
    CHECK(understood(folder / "a.shp").encoding_evidence == "all texts are ASCII");
}

TEST_CASE("A character that the width of a field cut off is dropped") {
    const Decoder gbk("GBK");
    const std::string bytes = gbk.encode("临河区");
    CHECK(bytes == "\xC1\xD9\xBA\xD3\xC7\xF8"); // GB 2312
    CHECK(gbk.decode(bytes) == "临河区");
    CHECK(gbk.decode(bytes.substr(0, 5)) == "临河");
    CHECK(Decoder("UTF-8").decode("\xE4\xB8\xB4\xE6\xB2") == "临");
    TextStatistics statistics;
    statistics.add("\xE4\xB8\xB4\xE6\xB2");
    CHECK(statistics.is_utf8());
}
