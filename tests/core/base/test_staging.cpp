#include <qitu/core/base/error.h>
#include <qitu/core/base/spool.h>
#include <qitu/core/base/staging.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using namespace qitu;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path &file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void put(const fs::path &file, const std::string &text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::vector<std::string> names_in(const fs::path &folder) {
    std::vector<std::string> names;
    for (const auto &entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::byte> bytes_from(unsigned seed, std::size_t count) {
    std::mt19937 random(seed);
    std::vector<std::byte> bytes(count);
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<std::byte>(random()); });
    return bytes;
}

} // namespace

TEST_CASE("A staged file replaces its target at once, and is seen by its name before") {
    const TemporaryFolder folder;
    const fs::path target = folder.path() / "区划.gpkg";
    put(target, "old");
    const StagedFile staged(target);
    put(staged.path(), "new");
    CHECK(staged.path().parent_path() == folder.path());
    CHECK(staged.path().filename().string().starts_with(".qitu-"));
    CHECK(staged.path().filename().string().ends_with("-区划.gpkg"));
    CHECK(text_of(target) == "old");
    staged.commit();
    CHECK(text_of(target) == "new");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"区划.gpkg"});
}

TEST_CASE("A staged file that is not committed leaves nothing, nor do SQLite's files beside it") {
    const TemporaryFolder folder;
    {
        const StagedFile staged(folder.path() / "w.gpkg");
        for (const char *ending : {"", "-journal", "-wal", "-shm"})
            put(staged.path().string() + ending, "x");
    }
    CHECK(names_in(folder.path()).empty());
}

TEST_CASE("A staged file that cannot be moved is refused, and the target stays") {
    const TemporaryFolder folder;
    fs::create_directories(folder.path() / "taken/inside");
    const StagedFile staged(folder.path() / "taken");
    put(staged.path(), "x");
    CHECK_THROWS_AS(staged.commit(), Error);
    CHECK(fs::exists(folder.path() / "taken/inside"));
}

TEST_CASE("A staged folder moves all its files, and replaces files and folders of the same name") {
    const TemporaryFolder folder;
    put(folder.path() / "a.dbf", "old");
    fs::create_directories(folder.path() / "a.gdb/old");
    {
        const StagedFolder staged(folder.path() / "a.shp");
        CHECK(staged.path().filename() == "a.shp");
        put(staged.path(), "shapes");
        put(staged.path().parent_path() / "a.dbf", "new");
        fs::create_directories(staged.path().parent_path() / "a.gdb/new");
        CHECK(staged.commit().size() == 3);
    }
    CHECK(names_in(folder.path()) == std::vector<std::string>{"a.dbf", "a.gdb", "a.shp"});
    CHECK(text_of(folder.path() / "a.dbf") == "new");
    CHECK(names_in(folder.path() / "a.gdb") == std::vector<std::string>{"new"});
}

TEST_CASE("A file is written whole or not at all") {
    const TemporaryFolder folder;
    const fs::path target = folder.path() / "report.csv";
    write_whole(target, [](std::ostream &out) { out << "1,2\n"; });
    CHECK(text_of(target) == "1,2\n");
    const auto fail = [](std::ostream &out) {
        out << "3,";
        throw std::runtime_error("half-way");
    };
    CHECK_THROWS_WITH(write_whole(target, fail), "half-way");
    CHECK(text_of(target) == "1,2\n");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"report.csv"});
    const auto spoil = [](std::ostream &out) { out.setstate(std::ios::badbit); };
    CHECK_THROWS_AS(write_whole(target, spoil), Error);
    CHECK_THROWS_AS(write_whole(folder.path() / "none/report.csv", spoil), Error);
    CHECK(text_of(target) == "1,2\n");
}

TEST_CASE("A temporary folder is its owner's alone, and goes with all that it holds") {
    fs::path path;
    {
        const TemporaryFolder folder;
        path = folder.path();
        CHECK(path.filename().string().starts_with("qitu-"));
        CHECK(fs::status(path).permissions() == fs::perms::owner_all);
        fs::create_directories(path / "a/b");
    }
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("A temporary file gives back what was appended, and has no name") {
    TemporaryFile file;
    const auto first = bytes_from(1, 100000);
    const auto second = bytes_from(2, 7);
    CHECK(file.append(first) == 0);
    CHECK(file.append(second) == first.size());
    std::vector<std::byte> read(second.size());
    file.read(first.size(), read);
    CHECK(read == second);
    CHECK_THROWS_AS(file.read(first.size() + 1, read), Error); // beyond its end
}

TEST_CASE("A spool gives back what was appended, from memory and from its file alike") {
    for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 20U, std::size_t{1} << 30U}) {
        Spool spool(memory);
        std::mt19937 random(3);
        struct Part {
            std::uint64_t at;
            std::vector<std::byte> bytes;
        };
        std::vector<Part> parts;
        std::uint64_t total = 0;
        for (unsigned i = 0; i < 400; ++i) {
            const std::size_t size = i == 100 ? std::size_t{3} << 20U : random() % 20000;
            auto bytes = bytes_from(i, size);
            const std::uint64_t at = spool.append(bytes);
            REQUIRE(at == total);
            total += bytes.size();
            parts.push_back({at, std::move(bytes)});
        }
        CHECK(spool.size() == total);
        std::shuffle(parts.begin(), parts.end(), random);
        std::vector<std::byte> buffer;
        for (const Part &part : parts) {
            const auto seen = spool.view(part.at, part.bytes.size(), buffer);
            REQUIRE(std::equal(seen.begin(), seen.end(), part.bytes.begin(), part.bytes.end()));
            std::vector<std::byte> end(part.bytes.size() / 2);
            spool.read(part.at + part.bytes.size() - end.size(), end);
            REQUIRE(std::equal(end.rbegin(), end.rend(), part.bytes.rbegin()));
        }
    }
}
