// qitu plan lots, water, joint, forecast
#pragma once

#include "cli.h"

namespace qitu::cli {

void add_plan_lots(const Command &plan, Session &session);
void add_plan_water(const Command &plan, Session &session);
void add_plan_joint(const Command &plan, Session &session);
void add_plan_forecast(const Command &plan, Session &session);

} // namespace qitu::cli
