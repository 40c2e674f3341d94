// Fills the template: every paragraph with {{names}} in the document, its heads and feet.
#include "package.h"
#include "picture.h"
#include "words.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/docx/docx.h>
#include <qitu/output/format/labels.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <utility>

namespace qitu::docx {

namespace {

using pugi::xml_node;

constexpr std::array<std::array<const char *, 2>, 11> names{{{"title", "标题"},
                                                             {"subtitle", "副标题"},
                                                             {"unit", "单位"},
                                                             {"date", "日期"},
                                                             {"year", "年度"},
                                                             {"opening", "概述"},
                                                             {"map", "地图"},
                                                             {"tables", "全部表"},
                                                             {"notes", "口径"},
                                                             {"sources", "数据来源"},
                                                             {"signatures", "签字"}}};
constexpr std::array<const char *, 2> table_words{"table ", "表 "};
constexpr const char *picture_relation = "rIdQituMap";

/// What the report has for the names of a template.
struct Parts {
    const report::PrintedProgress &printed;
    const report::Document &document;
    const Pictures &pictures;
    std::optional<Metafile> picture{};
    bool picture_used = false;
};

std::string braced(const std::string &name) {
    return "{{" + name + "}}";
}

std::string known_names() {
    const bool chinese = language_in_use() == Language::zh;
    std::vector<std::string> known;
    for (const auto &name : names)
        known.push_back(braced(name[chinese ? 1 : 0]));
    known.push_back(braced(table_words[chinese ? 1 : 0] + say("Project ledger")));
    return fmt::format("{}", fmt::join(known, say(", ")));
}

/// The English name of one in either language; "" when it is none.
std::string plain_name(const std::string &name) {
    for (const auto &known : names)
        if (name == known[0] || name == known[1])
            return known[0];
    return "";
}

/// What a table is called in a template: by its id, its beginning (balance), or the name of its sheet.
std::optional<std::string> table_name(const std::string &name) {
    for (const std::string word : table_words)
        if (name.starts_with(word))
            return trimmed(name.substr(word.size()));
    return std::nullopt;
}

std::vector<const report::Grid *> tables_of(const Parts &parts, const std::string &name) {
    std::vector<const report::Grid *> found;
    const std::string below = name == "units" || name == "下级单位"
                                  ? "indicator." + parts.printed.catalogue.mapped_indicator()
                                  : name;
    for (const report::Grid &grid : parts.document.grids)
        if ((grid.id == below || grid.sheet == name || grid.id.starts_with(name + ".")) &&
            (below == name || grid.rows.size() > 1))
            found.push_back(&grid);
    return found;
}

/// A part of the package while it is filled.
class Filling {
  public:
    Filling(Parts &parts, std::string file, std::string &bytes)
        : parts_(parts), file_(std::move(file)), bytes_(bytes) {
        if (!xml_.load_buffer(bytes.data(), bytes.size(), pugi::parse_full | pugi::parse_ws_pcdata))
            throw Error(ErrorKind::unreadable,
                        say("{}: is damaged: a part of it is not XML. Save the template anew.", file_));
        section_ = xml_.child("w:document").child("w:body").child("w:sectPr");
    }

    void fill() {
        std::vector<xml_node> paragraphs;
        for (const pugi::xpath_node &paragraph : xml_.select_nodes("//w:p"))
            if (text_of(paragraph.node()).find("{{") != std::string::npos)
                paragraphs.push_back(paragraph.node());
        for (const xml_node paragraph : paragraphs)
            fill(paragraph);
        if (landscape_)
            turn(section_);
        std::ostringstream out;
        xml_.save(out, "", pugi::format_raw);
        bytes_ = out.str();
    }

  private:
    void fill(xml_node paragraph) {
        const std::string whole = trimmed(text_of(paragraph));
        if (whole.starts_with("{{") && whole.find("}}") == whole.size() - 2) {
            if (put_block(paragraph, trimmed(whole.substr(2, whole.size() - 4)))) {
                paragraph.parent().remove_child(paragraph);
                return;
            }
        }
        for (const pugi::xpath_node &words : paragraph.select_nodes(".//w:t"))
            words.node().text().set(filled(words.node().text().get(), false).c_str());
        if (const std::string rest = text_of(paragraph); rest.find("{{") != std::string::npos)
            set_text(paragraph, filled(rest, true));
    }

    /// With what its names stand for. A name that is spread over several runs waits for the whole text.
    [[nodiscard]] std::string filled(std::string text, bool to_the_end) const {
        for (std::size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{", at)) {
            const std::size_t end = text.find("}}", at);
            if (end == std::string::npos) {
                if (to_the_end)
                    unknown(text.substr(at));
                break;
            }
            const std::string value = value_of(trimmed(text.substr(at + 2, end - at - 2)));
            text.replace(at, end + 2 - at, value);
            at += value.size();
        }
        return text;
    }

    [[noreturn]] void unknown(const std::string &name) const {
        throw Error(ErrorKind::refused,
                    say("{}: \"{}\" is not a part of the report that can stand here. Known are {}.", file_,
                        name, known_names()));
    }

    [[nodiscard]] std::string value_of(const std::string &name) const {
        const report::Figures &figures = parts_.printed.figures;
        const std::string plain = plain_name(name);
        if (plain == "title")
            return figures.title;
        if (plain == "subtitle")
            return say("Programme year {} · as of {} · area method {}", figures.banners.year, figures.date,
                       geodesy::method_name(figures.banners.method));
        if (plain == "unit")
            return figures.of_name;
        if (plain == "date")
            return figures.date;
        if (plain == "year")
            return fmt::format("{}", figures.banners.year);
        unknown(braced(name));
    }

    bool put_block(xml_node at, const std::string &name) {
        if (const std::optional<std::string> table = table_name(name)) {
            put_tables(at, tables_of(parts_, *table));
            return true;
        }
        const std::string plain = plain_name(name);
        if (plain == "opening")
            put_lines(at, report::opening(parts_.printed));
        else if (plain == "notes" || plain == "sources")
            put_notes(at, plain == "notes" ? say("What counts") : say("Sources"),
                      plain == "notes" ? parts_.document.notes : parts_.document.sources);
        else if (plain == "signatures")
            put_signatures(at);
        else if (plain == "map")
            put_map(at);
        else if (plain == "tables")
            put_all_tables(at);
        else
            return false;
        return true;
    }

    static void put_lines(xml_node at, const std::vector<std::string> &lines) {
        for (const std::string &line : lines)
            put_like(at, line);
    }

    void put_notes(xml_node at, const std::string &title, const std::vector<report::Note> &notes) {
        if (notes.empty())
            return;
        upright(at);
        put_paragraph(at, "Heading1", title);
        for (const report::Note &note : notes)
            put_like(at, say("{}: {}", note.term, note.meaning));
    }

    void put_signatures(xml_node at) {
        if (const std::vector<std::string> words = report::signature_words(parts_.printed.figures);
            !words.empty())
            put_like(at, fmt::format("{}", fmt::join(words, "            ")));
    }

    void put_map(xml_node at) {
        constexpr double twentieths_per_millimetre = 1440 / 25.4;
        parts_.picture =
            picture_of(parts_.printed, parts_.pictures, width(false) / twentieths_per_millimetre);
        if (!parts_.picture)
            return;
        put_picture(at, *parts_.picture, picture_relation, say("Map of {}", parts_.printed.figures.of_name));
        parts_.picture_used = true;
    }

    void put_all_tables(xml_node at) {
        std::vector<const report::Grid *> tables;
        for (const report::Grid &grid : parts_.document.grids)
            tables.push_back(&grid);
        put_tables(at, tables);
    }

    void put_tables(xml_node at, const std::vector<const report::Grid *> &tables) {
        for (const report::Grid *grid : tables) {
            constexpr std::size_t most_upright = 10; // columns
            if (grid->columns.size() > most_upright)
                sideways(at);
            else
                upright(at);
            put_table(at, *grid, grid->title == parts_.document.title ? grid->sheet : grid->title,
                      width(landscape_));
        }
    }

    // ------------------------------------------------------------ wide tables lie across the page

    static int twentieths(xml_node node, const char *attribute, int otherwise) {
        return node.attribute(attribute).as_int(otherwise);
    }
    [[nodiscard]] int width(bool across) const {
        const xml_node size = section_.child("w:pgSz");
        const xml_node margin = section_.child("w:pgMar");
        return across ? twentieths(size, "w:h", 16838) - twentieths(margin, "w:top", 1440) -
                            twentieths(margin, "w:bottom", 1440)
                      : twentieths(size, "w:w", 11906) - twentieths(margin, "w:left", 1440) -
                            twentieths(margin, "w:right", 1440);
    }
    static void swap_values(xml_node node, const char *one, const char *other) {
        const std::string kept = node.attribute(one).value();
        node.attribute(one).set_value(node.attribute(other).value());
        node.attribute(other).set_value(kept.c_str());
    }
    static void turn(xml_node section) {
        xml_node size = section.child("w:pgSz");
        swap_values(size, "w:w", "w:h");
        size.append_attribute("w:orient") = "landscape";
        xml_node margin = section.child("w:pgMar");
        swap_values(margin, "w:top", "w:left");
        swap_values(margin, "w:bottom", "w:right");
    }
    /// Ends what stands so far as a section of its own.
    void end_section(xml_node at) {
        if (!section_)
            return;
        xml_node style = at.parent().insert_child_before("w:p", at).append_child("w:pPr");
        xml_node section = style.append_copy(section_);
        if (landscape_)
            turn(section);
    }
    void sideways(xml_node at) {
        if (landscape_)
            return;
        end_section(at);
        landscape_ = true;
    }
    void upright(xml_node at) {
        if (!landscape_)
            return;
        end_section(at);
        landscape_ = false;
    }

    Parts &parts_;
    std::string file_;
    std::string &bytes_;
    pugi::xml_document xml_;
    xml_node section_; // the last, which the template describes
    bool landscape_ = false;
};

void add_picture(Package &package, const Metafile &picture) {
    package["word/media/qitu-map.emf"] = picture.bytes();
    const std::string relation = fmt::format(
        R"(<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/qitu-map.emf"/></Relationships>)",
        picture_relation);
    replace_all(package[relations_part], "</Relationships>", relation);
    std::string &types = package[types_part];
    if (types.find("\"emf\"") == std::string::npos)
        replace_all(types, "</Types>", R"(<Default Extension="emf" ContentType="image/x-emf"/></Types>)");
}

} // namespace

void write_report(const std::filesystem::path &file, const report::Edition &edition, const Pictures &pictures,
                  const std::filesystem::path &templated) {
    Package package = templated.empty() ? own_package() : read_package(templated);
    Parts parts{edition.progress, edition.document, pictures};
    const std::string named = templated.empty() ? file.string() : templated.string();
    for (auto &[name, bytes] : package)
        if (name == main_part || name.starts_with("word/header") || name.starts_with("word/footer"))
            Filling(parts, named, bytes).fill();
    if (parts.picture_used)
        add_picture(package, *parts.picture);
    write_package(file, package);
}

void write_template(const std::filesystem::path &file) {
    Package package = own_package();
    std::string &text = package[main_part];
    if (language_in_use() == Language::zh) {
        for (const auto &name : names)
            replace_all(text, braced(name[0]), braced(name[1]));
        for (const auto &[id, sheet] : {std::pair{"summary", say("Summary")},
                                        {"ledger", say("Project ledger")},
                                        {"units", std::string("下级单位")}})
            replace_all(text, std::string(table_words[0]) + id, table_words[0] + sheet);
        replace_all(text, table_words[0], table_words[1]);
    }
    write_package(file, package);
}

} // namespace qitu::docx
