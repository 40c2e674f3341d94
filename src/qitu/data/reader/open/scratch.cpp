#include "open/scratch.h"

#include "encoding/encoding.h"
#include "open/opened.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <cpl_string.h>
#include <cpl_vsi.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

[[noreturn]] void damaged(const Path &zip, const std::string &why) {
    throw Error(ErrorKind::unreadable,
                say("{}: the archive cannot be unpacked ({}). Send it again, complete.", zip.string(), why));
}

/// A packer sets the lowest bit of an entry's flags when it locks it (APPNOTE 4.4.4).
bool is_locked(const Path &zip) {
    std::array<char, 8> head{};
    std::ifstream(zip, std::ios::binary).read(head.data(), head.size());
    return std::string_view(head.data(), head.size()).starts_with("PK\x03\x04") && (head[6] & 1) != 0;
}

[[noreturn]] void locked(const Path &zip) {
    throw Error(ErrorKind::unreadable, say("{}: the archive is protected by a password. Unpack it and give "
                                           "its contents, or send an archive without a password.",
                                           zip.string()));
}

/// Windows packs Chinese names in GBK without saying so; GDAL takes them for code page 437.
std::string readable_name(const std::string &name) {
    const std::string bytes = is_utf8(name) ? Decoder("ibm-437").encode(name) : name;
    TextStatistics statistics;
    statistics.add(bytes);
    return !statistics.ascii() && statistics.is_gbk() ? Decoder("GB18030").decode(bytes) : name;
}

bool stays_inside(const Path &name) {
    return name.is_relative() &&
           std::none_of(name.begin(), name.end(), [](const Path &p) { return p == ".."; });
}

struct CloseFile {
    void operator()(VSILFILE *file) const { VSIFCloseL(file); }
};

void copy_out(const Path &zip, const std::string &from, const Path &to) {
    const std::unique_ptr<VSILFILE, CloseFile> source(VSIFOpenL(from.c_str(), "rb"));
    if (!source)
        damaged(zip, gdal::message(from));
    std::ofstream target(to, std::ios::binary);
    std::vector<char> block(1 << 20);
    for (;;) {
        const std::size_t got = VSIFReadL(block.data(), 1, block.size(), source.get());
        target.write(block.data(), static_cast<std::streamsize>(got));
        if (got < block.size())
            break;
    }
    if (gdal::failed())
        damaged(zip, say("its entry {} is damaged", to.filename().string()));
    if (!target.flush())
        throw Error(ErrorKind::unreadable,
                    say("{}: there is no room to unpack it in {}. Make room, or set TMPDIR.", zip.string(),
                        to.parent_path().string()));
}

} // namespace

Path link_parts(const Path &file, const Path &folder) {
    const Path whole = std::filesystem::absolute(file);
    for (const auto &entry : std::filesystem::directory_iterator(whole.parent_path()))
        if (entry.path().stem() == whole.stem() && entry.is_regular_file() &&
            folded(entry.path().extension().string()) != ".shx")
            std::filesystem::create_symlink(entry.path(), folder / entry.path().filename());
    return folder / whole.filename();
}

void unpack(const Path &zip, const Path &folder) {
    if (is_locked(zip))
        locked(zip);
    const std::string root = "/vsizip/" + std::filesystem::absolute(zip).string();
    const CPLStringList names(VSIReadDirRecursive(root.c_str()));
    if (names.empty())
        damaged(zip, gdal::message(say("it is empty or not a zip archive")));
    for (int i = 0; i < names.size(); ++i) {
        const Path name = readable_name(names[i]);
        if (!stays_inside(name))
            damaged(zip, say("it contains the path {}, which leads outside", name.string()));
        const Path to = folder / name;
        if (std::string_view(names[i]).ends_with('/')) {
            std::filesystem::create_directories(to);
            continue;
        }
        std::filesystem::create_directories(to.parent_path());
        copy_out(zip, root + "/" + names[i], to);
    }
}

} // namespace qitu::reader
