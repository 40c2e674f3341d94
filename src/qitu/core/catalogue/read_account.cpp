#include "programme.h"

#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::catalogue {

namespace {

// What a layer needs in order to be weighed: how good its land is and what it yields.
constexpr std::array weighed_fields{field_id::grade, field_id::capacity};

constexpr std::array<std::string_view, 2> transfer_words{"league", "region"};

AccountSide read_side(const Section &section, const Catalogue &known) {
    section.allow({"layer", "from_stage", "from_review", "where"});
    const Text id{section.text("layer"), section.line("layer")};
    const Layer &layer = polygon_layer(section, "layer", id, known);
    for (const char *field : weighed_fields)
        if (layer.field(field) == nullptr)
            section.refuse("layer", say("the layer {} has no field \"{}\".", layer.id, field));
    return {layer.id, read_from_stage(section, layer, known), read_from_review(section, layer),
            read_where(section, layer)};
}

std::string read_supplied_by(const Section &section, const Layer &out) {
    std::string field = section.text("supplied_by", "");
    if (!field.empty() && out.field(field) == nullptr)
        section.refuse("supplied_by", say("the layer {} has no field \"{}\".", out.id, field));
    return field;
}

} // namespace

std::vector<Account> read_accounts(const Document &document, const Catalogue &known) {
    std::vector<Account> accounts;
    Ids ids;
    for (const Section &section : Section(document).sections("account")) {
        section.allow({"id", "zh", "en", "clause", "transfers", "supplied_by", "out", "in"});
        Account account{section.id(), section.names(), section.text("clause", ""),
                        read_side(section.section("out"), known), read_side(section.section("in"), known)};
        account.transfers = static_cast<TransferScope>(section.choice("transfers", transfer_words, 0));
        account.supplied_by = read_supplied_by(section, known.layer(account.out.layer));
        ids.add(account.id, section, "id");
        accounts.push_back(std::move(account));
    }
    return accounts;
}

} // namespace qitu::catalogue
