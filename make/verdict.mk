# The verdict on what was declared, and suppression: their simulations and the long attack.
# GNU GLPK is the attacker in the suppression tests; the program itself does not use it.
TEST_LIBS += -lglpk

# 10,000 random tables under attack by linear programming; the everyday test attacks a few hundred of them. Other tables:
# make attack ATTACK_SEED=1
.PHONY: attack
attack: $(BUILD)/tests/stats/suppression_attack_test
	ATTACK_TABLES=10000 ATTACK_SMALL_TABLES=300 $<

# How often the verdict is wrong, family by family: make calibrate CALIBRATE='--series 20000 --seed 1'
$(BUILD)/calibrate: $(BUILD)/bench/calibrate.o $(LIBRARY)
	$(CC) $(LDFLAGS_ALL) -o $@ $^ $(PACKAGE_LIBS)

CALIBRATE ?= --series 20000 --seed 1
.PHONY: calibrate
calibrate: $(BUILD)/calibrate
	sed '/^<!-- measured -->$$/q' docs/calibration.md > $(BUILD)/calibration.md
	$(BUILD)/calibrate $(CALIBRATE) >> $(BUILD)/calibration.md
	cp $(BUILD)/calibration.md docs/calibration.md
