// What Contacts keeps.
#pragma once

#include "names.h"

#include <qitu/core/base/text.h>
#include <qitu/engine/coverage/contacts.h>
#include <qitu/engine/overlay/arena.h>
#include <qitu/engine/overlay/tile_spool.h>

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::coverage {

/// Polygons that are looked at together. Of those behind the first `own` each may meet others elsewhere too.
struct Contacts::Company {
    std::vector<Rings> rings;
    std::vector<Box> boxes;
    std::vector<std::uint32_t> numbers;
    std::size_t own = 0;

    void add(const Rings &ring, const Box &box, std::uint32_t number);
};

struct Contacts::State {
    State(double widest_m, std::size_t memory) : widest(widest_m), most(memory) {}

    void keep(const Rings &rings, const Box &box, std::uint32_t number);
    void move_to_disk();
    [[nodiscard]] std::vector<std::vector<std::uint32_t>> in_memory_by_tile() const;
    [[nodiscard]] Company company_of_tile(std::size_t tile, overlay::TileSpool::Blocks &blocks,
                                          const std::vector<std::uint32_t> &others) const;
    /// In no order.
    [[nodiscard]] static std::vector<Gap> among(const Company &company, std::size_t tile, const Asked &asked,
                                                const Take &take, std::size_t threads);

    double widest;    // gap that will be asked for
    std::size_t most; // bytes in memory
    std::size_t bytes = 0;
    std::uint32_t count = 0;
    overlay::Arena arena;
    Company in_memory;
    std::optional<overlay::TileSpool> spool; // those that lie in one tile
    Shape shape;                             // of the polygon at hand
};

} // namespace qitu::coverage
