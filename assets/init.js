// Starts the design system's scripts. Pages work without them.
import { initAll } from './govuk-frontend-6.6.0.min.js'
initAll()
