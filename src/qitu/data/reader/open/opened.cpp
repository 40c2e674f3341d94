#include "open/opened.h"

#include "open/foreign_tables.h"
#include "open/layer_list.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <cpl_conv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

namespace qitu::reader {

void Opened::replace(GDALDatasetUniquePtr made) {
    dataset = std::move(made);
    layer = dataset->GetLayer(0);
    in_memory = shaped = true;
}

namespace {

using Path = std::filesystem::path;

std::string ending_of(const Path &file) {
    return folded(file.extension().string());
}

/// Release of AutoCAD that wrote a .dwg; "" when it is none.
std::string dwg_release(const Path &file) {
    std::array<char, 6> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    const std::string_view sign(head.data(), head.size());
    constexpr std::pair<std::string_view, const char *> releases[] = {
        {"AC1012", "R13"},  {"AC1014", "R14"},  {"AC1015", "2000"}, {"AC1018", "2004"},
        {"AC1021", "2007"}, {"AC1024", "2010"}, {"AC1027", "2013"}, {"AC1032", "2018"}};
    for (const auto &[known, release] : releases)
        if (sign == known)
            return release;
    return {};
}

[[noreturn]] void no_dataset(const Path &file) {
    const std::string why = gdal::message(say("no GDAL driver recognizes the format"));
    if (std::filesystem::is_directory(file))
        throw Error(ErrorKind::unreadable,
                    say("{}: this folder is not a dataset. Give a file in it, or a File Geodatabase folder.",
                        file.string()));
    if (ending_of(file) == ".dwg")
        throw Error(ErrorKind::unreadable,
                    say("{}: this DWG{} cannot be read. Save it as DXF in the CAD program and send that.",
                        file.string(),
                        dwg_release(file).empty() ? "" : say(" (AutoCAD {})", dwg_release(file))));
    if (ending_of(file) == ".mdb" || ending_of(file) == ".accdb")
        throw Error(
            ErrorKind::unreadable,
            say("{}: a personal geodatabase needs an ODBC driver for Access, which is not installed or "
                "cannot open the file ({}). Install it (\"apt install odbc-mdbtools\"), or export it to a "
                "File Geodatabase or GeoPackage and send that.",
                file.string(), why));
    throw Error(ErrorKind::unreadable,
                say("{}: cannot be read as a vector file ({}). Send a Shapefile, GeoPackage or GeoJSON, "
                    "complete and undamaged.",
                    file.string(), why));
}

bool beside(const Path &file, const char *ending, const char *capital) {
    std::error_code ignored;
    return std::filesystem::exists(Path(file).replace_extension(ending), ignored) ||
           std::filesystem::exists(Path(file).replace_extension(capital), ignored);
}

/// A link to a .shp alone: the other parts stand beside what it leads to.
bool lone_link(const Path &file) {
    return ending_of(file) == ".shp" && std::filesystem::is_symlink(file) && !beside(file, ".shx", ".SHX") &&
           !beside(file, ".dbf", ".DBF");
}

// GDAL makes the index of a Shapefile anew where it is asked to, sound or not, and writes it beside the file.
bool lacks_index(const Path &file) {
    if (ending_of(file) != ".shp")
        return false;
    Path index = Path(file).replace_extension(".shx");
    if (!std::filesystem::exists(index))
        index.replace_extension(".SHX");
    constexpr std::uintmax_t head = 100;
    constexpr std::uintmax_t entry = 8;
    std::error_code missing;
    const std::uintmax_t size = std::filesystem::file_size(index, missing);
    std::ifstream stream(index, std::ios::binary);
    std::array<unsigned char, 4> code{};
    stream.read(reinterpret_cast<char *>(code.data()), code.size());
    return missing || size < head || (size - head) % entry != 0 || code[2] != 0x27 || code[3] != 0x0a;
}

Path log_of(const Path &file) {
    return file.string() + "-wal";
}

/// An SQLite file in WAL mode (bytes 18 and 19 of its header): whoever closes it last writes its log into it,
/// even one who only read.
bool has_log(const Path &file) {
    std::array<char, 20> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    std::error_code ignored;
    return std::string_view(head.data(), head.size()).starts_with("SQLite format 3") &&
           (head[18] == 2 || head[19] == 2 || std::filesystem::exists(log_of(file), ignored));
}

/// The bytes alone: where files are read, rights are not set.
bool copied(const Path &from, const Path &to) {
    errno = 0;
    std::ofstream target(to, std::ios::binary);
    target << std::ifstream(from, std::ios::binary).rdbuf();
    return static_cast<bool>(target.flush());
}

Path copy_with_log(const Path &file, const Path &folder) {
    Path copy = folder / file.filename();
    std::error_code ignored;
    const bool done = copied(file, copy) && (!std::filesystem::exists(log_of(file), ignored) ||
                                             std::filesystem::file_size(log_of(file), ignored) == 0 ||
                                             copied(log_of(file), log_of(copy)));
    const std::error_code error = done ? std::error_code() : std::error_code(errno, std::generic_category());
    if (!done)
        throw Error(ErrorKind::unreadable,
                    say("{}: it cannot be copied to {} to be read ({}). Free some space, or set TMPDIR.",
                        file.string(), folder.string(), error.message()));
    return copy;
}

GDALDatasetUniquePtr open_dataset(const Path &file, const Path &from, const std::string &encoding) {
    const bool table = ending_of(from) == ".txt";
    const std::string name = (table ? "CSV:" : "") + from.string();
    gdal::Dataset dataset = gdal::open_vector(name, gdal::file_formats, {"ENCODING=" + encoding});
    if (!dataset)
        no_dataset(file);
    return dataset;
}

void name_format(Opened &opened) {
    GDALDriver *driver = opened.dataset->GetDriver();
    if (driver == nullptr)
        return;
    opened.driver = driver->GetDescription();
    const char *format = driver->GetMetadataItem(GDAL_DMD_LONGNAME);
    opened.format = format != nullptr ? format : opened.driver;
}

} // namespace

bool is_table(const Opened &opened) {
    return opened.layer->GetGeomType() == wkbNone || opened.driver == "CSV";
}

void reopen(Opened &opened, const std::string &encoding) {
    const std::string name = opened.layer->GetName();
    opened.dataset.reset(); // closed before it is opened again
    opened.dataset = open_dataset(opened.file, opened.file, encoding);
    opened.layer = chosen_layer(opened.file, *opened.dataset, opened.driver, name);
}

void open_layer(Opened &opened, const Path &file, const std::string &layer, bool cad_blocks) {
    const gdal::Quiet quiet;
    const CPLConfigOptionSetter blocks("DXF_INLINE_BLOCKS", cad_blocks ? "TRUE" : "FALSE", false);
    if (lone_link(opened.file))
        opened.file = std::filesystem::canonical(opened.file);
    const bool to_restore = lacks_index(opened.file);
    const CPLConfigOptionSetter restore("SHAPE_RESTORE_SHX", to_restore ? "YES" : "NO", false);
    // of a workbook: a table of texts has a head too
    const CPLConfigOptionSetter xlsx("OGR_XLSX_HEADERS", "FORCE", false);
    const CPLConfigOptionSetter xls("OGR_XLS_HEADERS", "FORCE", false);
    const CPLConfigOptionSetter ods("OGR_ODS_HEADERS", "FORCE", false);
    if (to_restore && !opened.scratch) {
        opened.scratch = std::make_unique<TemporaryFolder>();
        opened.file = link_parts(opened.file, opened.scratch->path());
    }
    if (!opened.scratch && has_log(opened.file)) {
        opened.scratch = std::make_unique<TemporaryFolder>();
        opened.file = copy_with_log(opened.file, opened.scratch->path());
    }
    refuse_foreign_tables(file, opened.file);
    opened.dataset = open_dataset(file, opened.file, "");
    name_format(opened);
    gdal::forget();
    opened.layer = chosen_layer(file, *opened.dataset, opened.driver, layer);
    // a workbook is read when first asked, and must be while the settings last
    const bool empty = opened.layer->GetLayerDefn()->GetFieldCount() == 0;
    if (empty && gdal::failed())
        throw Error(
            ErrorKind::unreadable,
            say("{}: layer {} cannot be read. The file is truncated or damaged: send it again, complete.",
                file.string(), opened.layer->GetName()));
}

} // namespace qitu::reader
