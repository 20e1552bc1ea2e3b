/**
 * 磁偏角 of the district, degrees, east positive: about −7.5 in Tianjin. What is decided with it (15° of aim) bears the half degree by which it
 * differs within the district and over some years.
 */
export const DECLINATION_DEGREES = -7.5;
